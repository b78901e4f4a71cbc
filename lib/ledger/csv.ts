/** What a spreadsheet would take for a formula gets an apostrophe before it (OWASP, "CSV injection"). */
const defused = (text: string) => (/^[=+\-@\t\r\n]/.test(text) ? `'${text}` : text)

function cell(value: string | number | null): string {
  const text = value === null ? '' : defused(String(value))
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text
}

/** One record by RFC 4180, its line end included; safe to open in a spreadsheet. Pure. */
export const csvRecord = (values: readonly (string | number | null)[]): string => `${values.map(cell).join(',')}\r\n`
