const entities: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' }

/** HTML that may be written out as it is; only `markup` makes it. */
export type Markup = { readonly html: string }

type Piece = Markup | readonly Markup[] | string | number | null

function written(piece: Piece): string {
  if (piece === null) return ''
  if (typeof piece === 'string' || typeof piece === 'number') return escapeHtml(String(piece))
  return 'html' in piece ? piece.html : piece.map((one) => one.html).join('')
}

/** Text made harmless inside HTML elements and quoted attributes. */
export const escapeHtml = (text: string): string => text.replace(/[&<>"']/g, (sign) => entities[sign] ?? sign)

/** An HTML template that escapes every value which is not markup itself. */
export function markup(parts: TemplateStringsArray, ...values: Piece[]): Markup {
  return { html: parts.reduce((html, part, index) => html + written(values[index - 1] ?? null) + part) }
}
