const namedCharacters: Record<string, string> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'", nbsp: ' ' }

const blockEnds = /<\/(?:p|div|li|h[1-6]|tr)>|<br\s*\/?>/gi
const runnable = /<(script|style)\b[\s\S]*?(?:<\/\1\s*>|$)/gi

function unescaped(text: string): string {
  return text.replace(/&(?:#(\d{1,7})|(amp|lt|gt|quot|apos|nbsp));/gi, (whole, digits, name) => {
    if (name) return namedCharacters[String(name).toLowerCase()] ?? whole
    const code = Number(digits)
    return code > 31 && code <= 0x10ffff ? String.fromCodePoint(code) : ' '
  })
}

/** A provider's text, which may be markup, as plain text with its paragraphs; at most `maxLength` characters. */
export function plainText(markup: string, maxLength: number): string {
  const text = markup
    .replace(runnable, ' ')
    .replace(blockEnds, '\n')
    .replace(/<[^>]*>/g, '')
  return unescaped(text)
    .replace(/\p{Cc}/gu, (character) => (character === '\n' ? '\n' : ' '))
    .replace(/[ \t]+/g, ' ')
    .replace(/ ?\n ?/g, '\n')
    .replace(/\n{3,}/g, '\n\n')
    .trim()
    .slice(0, maxLength)
}

/** The first sentence, for where a line has to do. */
export function firstSentence(text: string, maxLength: number): string {
  const [line = ''] = text.split('\n')
  const sentence = /^.{20,}?[.?](?=\s|$)/.exec(line)?.[0] ?? line
  return sentence.length <= maxLength ? sentence : `${sentence.slice(0, maxLength - 1).trimEnd()}…`
}

/** What a name becomes in an address: letters and digits of ASCII with hyphens in between; never empty. */
export function slugOf(name: string): string {
  const slug = name
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-+|-+$/g, '')
    .slice(0, 80)
    .replace(/-+$/, '')
  return slug || 'product'
}
