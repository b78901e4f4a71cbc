/** How long ago a moment was, in few words: "just now", "5 min ago", "3 h ago", "2 d ago"; later ones as their date. */
export function relativeText(at: Date, now: Date, timeZone: string): string {
  const seconds = Math.round((now.getTime() - at.getTime()) / 1000)
  const distance = distanceText(Math.abs(seconds))
  if (distance === null) return new Intl.DateTimeFormat('en-GB', { dateStyle: 'medium', timeZone }).format(at)
  if (distance === '') return 'just now'
  return seconds < 0 ? `in ${distance}` : `${distance} ago`
}

function distanceText(seconds: number): string | null {
  if (seconds < 10) return ''
  if (seconds < 60) return `${seconds} s`
  if (seconds < 3_600) return `${Math.floor(seconds / 60)} min`
  if (seconds < 86_400) return `${Math.floor(seconds / 3_600)} h`
  return seconds < 7 * 86_400 ? `${Math.floor(seconds / 86_400)} d` : null
}

/** A moment to the second with its zone: "21 Nov 2026, 14:03:22 UTC". */
export function exactText(at: Date, timeZone: string): string {
  return new Intl.DateTimeFormat('en-GB', {
    year: 'numeric',
    month: 'short',
    day: 'numeric',
    hour: '2-digit',
    minute: '2-digit',
    second: '2-digit',
    timeZone,
    timeZoneName: 'short',
  }).format(at)
}
