const wallParts = /^(\d{4})-(\d{2})-(\d{2})T(\d{2}):(\d{2})$/

function wallText(at: Date, timeZone: string): string {
  const format = new Intl.DateTimeFormat('sv-SE', { dateStyle: 'short', timeStyle: 'short', timeZone })
  return format.format(at).replace(' ', 'T')
}

/**
 * The moment at which a wall clock in `timeZone` shows this text, as a datetime-local field writes it: 2026-11-21T14:05.
 * Of an hour that a clock shows twice, one; null for text that is no such time, or that this clock never shows.
 */
export function fromWallTime(text: string, timeZone: string): Date | null {
  if (!wallParts.test(text)) return null
  const asUtc = Date.parse(`${text}Z`)
  if (Number.isNaN(asUtc)) return null
  const offsetAt = (ms: number) => Date.parse(`${wallText(new Date(ms), timeZone)}Z`) - ms
  // A second look, because the zone's offset may differ between the guess and the moment itself.
  const at = new Date(asUtc - offsetAt(asUtc - offsetAt(asUtc)))
  return wallText(at, timeZone) === text ? at : null
}
