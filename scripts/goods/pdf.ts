import { deflateSync } from 'node:zlib'
import sharp from 'sharp'

export type Page = { background: string; picture: string; title: string; lines: string[]; light?: boolean }

const width = 255
const height = 397
const picturePixels = 520

/** WinAnsi text as a PDF string. */
function literal(text: string): string {
  return `(${text
    .replace(/[\\()]/g, '\\$&')
    .replaceAll('’', '\\222')
    .replaceAll('–', '\\226')})`
}

function colour(hex: string): string {
  const parts = [1, 3, 5].map((at) => (Number.parseInt(hex.slice(at, at + 2), 16) / 255).toFixed(3))
  return `${parts.join(' ')} rg`
}

/** Cuts a paragraph into lines of at most `limit` signs. */
function wrap(text: string, limit: number): string[] {
  const lines: string[] = []
  let line = ''
  for (const word of text.split(' ')) {
    if (line.length + word.length >= limit) {
      lines.push(line)
      line = word
    } else line = line === '' ? word : `${line} ${word}`
  }
  return [...lines, line]
}

function content(page: Page): string {
  const ink = page.light ? '#fffdf8' : '#1b2540'
  const text: string[] = []
  let y = 128
  for (const paragraph of page.lines) {
    for (const line of wrap(paragraph, 47)) {
      text.push(`BT /F2 9.5 Tf 24 ${y} Td ${literal(line)} Tj ET`)
      y -= 13
    }
    y -= 5
  }
  return [
    `${colour(page.background)} 0 0 ${width} ${height} re f`,
    'q 207 0 0 207 24 168 cm /Im Do Q',
    colour(ink),
    `BT /F1 17 Tf 24 146 Td ${literal(page.title)} Tj ET`,
    ...text,
  ].join('\n')
}

async function imageObject(svg: string): Promise<Buffer> {
  const { data } = await sharp(Buffer.from(svg))
    .resize(picturePixels, picturePixels)
    .removeAlpha()
    .raw()
    .toBuffer({ resolveWithObject: true })
  return stream(
    `/Type /XObject /Subtype /Image /Width ${picturePixels} /Height ${picturePixels} /ColorSpace /DeviceRGB /BitsPerComponent 8`,
    data,
  )
}

function stream(keys: string, data: Buffer): Buffer {
  const packed = deflateSync(data, { level: 9 })
  const head = `<< ${keys} /Filter /FlateDecode /Length ${packed.length} >>\nstream\n`
  return Buffer.concat([Buffer.from(head), packed, Buffer.from('\nendstream')])
}

function font(name: string): Buffer {
  return Buffer.from(`<< /Type /Font /Subtype /Type1 /BaseFont /${name} /Encoding /WinAnsiEncoding >>`)
}

function assemble(objects: Buffer[]): Buffer {
  const parts: Buffer[] = [Buffer.from('%PDF-1.4\n%\u00e2\u00e3\n', 'latin1')]
  const offsets: number[] = []
  let at = parts[0]?.length ?? 0
  objects.forEach((object, index) => {
    const wrapped = Buffer.concat([Buffer.from(`${index + 1} 0 obj\n`), object, Buffer.from('\nendobj\n')])
    offsets.push(at)
    at += wrapped.length
    parts.push(wrapped)
  })
  const rows = offsets.map((offset) => `${String(offset).padStart(10, '0')} 00000 n \n`).join('')
  const count = objects.length + 1
  const table = `xref\n0 ${count}\n0000000000 65535 f \n${rows}`
  const trailer = `trailer\n<< /Size ${count} /Root 1 0 R /Info 5 0 R >>\nstartxref\n${at}\n%%EOF\n`
  return Buffer.concat([...parts, Buffer.from(table + trailer)])
}

/** A PDF of phone-sized pages, each a square picture above a title and short paragraphs. */
export async function pdf(title: string, pages: Page[]): Promise<Buffer> {
  const first = 6
  const kids = pages.map((_, index) => `${first + index * 3} 0 R`).join(' ')
  const objects = [
    Buffer.from('<< /Type /Catalog /Pages 2 0 R /Lang (en) >>'),
    Buffer.from(`<< /Type /Pages /Count ${pages.length} /Kids [${kids}] >>`),
    font('Times-Bold'),
    font('Helvetica'),
    Buffer.from(`<< /Title ${literal(title)} /Author (Pocketshop) >>`),
  ]
  for (const [index, page] of pages.entries()) {
    const self = first + index * 3
    const resources = `<< /Font << /F1 3 0 R /F2 4 0 R >> /XObject << /Im ${self + 2} 0 R >> >>`
    objects.push(
      Buffer.from(
        `<< /Type /Page /Parent 2 0 R /MediaBox [0 0 ${width} ${height}] /Contents ${self + 1} 0 R /Resources ${resources} >>`,
      ),
      stream('', Buffer.from(content(page), 'latin1')),
      await imageObject(page.picture),
    )
  }
  return assemble(objects)
}
