/** A moment as the shop's own wall clock shows it, with the zone's name: “Nov 20, 2026, 9:15 AM UTC”. */
export function formatMoment(moment: Date, timeZone: string): string {
  const format = new Intl.DateTimeFormat('en-US', {
    year: 'numeric',
    month: 'short',
    day: 'numeric',
    hour: 'numeric',
    minute: '2-digit',
    timeZone,
    timeZoneName: 'short',
  })
  return format.format(moment)
}
