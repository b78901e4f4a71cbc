import { glyphs } from './glyphs'

const pitch = 100
const dotRadius = 43
const advance = 600
const ascent = 800
const descent = 200
/** Seconds from 1904 to 1 January 2026. */
const created = 3_850_070_400

type Dot = [number, number]

function dotsOf(rows: string): Dot[] {
  return [...rows].flatMap((digit, row) =>
    [0, 1, 2, 3, 4]
      .filter((column) => Number.parseInt(digit, 32) & (16 >> column))
      .map((column): Dot => [100 + column * pitch, 650 - row * pitch]),
  )
}

class Bytes {
  private readonly parts: number[] = []

  u8(...values: number[]): this {
    this.parts.push(...values.map((value) => value & 255))
    return this
  }

  u16(...values: number[]): this {
    for (const value of values) this.u8(value >> 8, value)
    return this
  }

  u32(...values: number[]): this {
    for (const value of values) this.u16(Math.floor(value / 65536), value % 65536)
    return this
  }

  text(value: string): this {
    return this.u8(...Buffer.from(value, 'ascii'))
  }

  done(): Buffer {
    return Buffer.from(this.parts)
  }
}

/** One round dot: eight control points off the curve, the curve's own points lie between them. */
function ring([x, y]: Dot): Dot[] {
  const reach = dotRadius / Math.cos(Math.PI / 8)
  return Array.from({ length: 8 }, (_, i): Dot => {
    const angle = -(i * Math.PI) / 4
    return [Math.round(x + reach * Math.cos(angle)), Math.round(y + reach * Math.sin(angle))]
  })
}

function deltas(points: Dot[], axis: 0 | 1): number[] {
  return points.map((point, i) => point[axis] - (points[i - 1]?.[axis] ?? 0))
}

function glyph(rows: string): Buffer {
  const dots = dotsOf(rows)
  if (dots.length === 0) return Buffer.alloc(0)
  const points = dots.flatMap(ring)
  const xs = points.map(([x]) => x)
  const ys = points.map(([, y]) => y)
  const out = new Bytes()
    .u16(dots.length, Math.min(...xs), Math.min(...ys), Math.max(...xs), Math.max(...ys))
    .u16(...dots.map((_, i) => i * 8 + 7))
    .u16(0)
    .u8(...points.map(() => 0))
    .u16(...deltas(points, 0))
    .u16(...deltas(points, 1))
    .done()
  return Buffer.concat([out, Buffer.alloc((4 - (out.length % 4)) % 4)])
}

type Mapping = { code: number; glyph: number }

/** Character codes in order; small letters show the capitals. */
function mappings(signs: string[]): Mapping[] {
  return signs
    .flatMap((sign, i) => {
      const codes = /[A-Z]/.test(sign) ? [sign, sign.toLowerCase()] : [sign]
      return codes.map((code) => ({ code: code.codePointAt(0) ?? 0, glyph: i + 1 }))
    })
    .sort((a, b) => a.code - b.code)
}

function cmap(signs: string[]): Buffer {
  const rows = mappings(signs)
  const count = rows.length + 1
  const power = 2 ** Math.floor(Math.log2(count))
  const codes = [...rows.map((row) => row.code), 0xffff]
  const body = new Bytes()
    .u16(count * 2, power * 2, Math.log2(power), (count - power) * 2)
    .u16(...codes)
    .u16(0)
    .u16(...codes)
    .u16(...rows.map((row) => row.glyph - row.code), 1)
    .u16(...codes.map(() => 0))
    .done()
  const head = new Bytes()
    .u16(0, 1, 3, 1)
    .u32(12)
    .u16(4, body.length + 6, 0)
    .done()
  return Buffer.concat([head, body])
}

function names(): Buffer {
  const records: [number, string][] = [
    [0, 'Drawn for Pocketshop'],
    [1, 'Pinhole'],
    [2, 'Regular'],
    [3, 'Pinhole Regular 1.0'],
    [4, 'Pinhole Regular'],
    [5, 'Version 1.0'],
    [6, 'Pinhole-Regular'],
  ]
  const texts = records.map(([, value]) => Buffer.from(value, 'utf16le').swap16())
  const table = new Bytes().u16(0, records.length, 6 + records.length * 12)
  let offset = 0
  records.forEach(([id], i) => {
    const length = texts[i]?.length ?? 0
    table.u16(3, 1, 0x409, id, length, offset)
    offset += length
  })
  return Buffer.concat([table.done(), ...texts])
}

function os2(last: number): Buffer {
  return new Bytes()
    .u16(4, advance, 400, 5, 0)
    .u16(650, 600, 0, 75, 650, 600, 0, 350, 50, 300, 0)
    .u8(2, 0, 5, 9, 0, 0, 0, 0, 0, 0)
    .u32(1, 0, 0, 0)
    .text('PKSH')
    .u16(0x40, 32, last, ascent, -descent, 0, ascent, descent)
    .u32(1, 0)
    .u16(700, 700, 0, 32, 1)
    .done()
}

function checksum(data: Buffer): number {
  let sum = 0
  for (let i = 0; i < data.length; i += 4) {
    const word = Buffer.alloc(4)
    data.copy(word, 0, i, i + 4)
    sum = (sum + word.readUInt32BE()) >>> 0
  }
  return sum
}

function assemble(tables: Record<string, Buffer>): Buffer {
  const tags = Object.keys(tables).sort()
  const power = 2 ** Math.floor(Math.log2(tags.length))
  const head = new Bytes().u32(0x10000).u16(tags.length, power * 16, Math.log2(power), (tags.length - power) * 16)
  let offset = 12 + tags.length * 16
  const bodies = tags.map((tag) => {
    const data = tables[tag] ?? Buffer.alloc(0)
    head.text(tag).u32(checksum(data), offset, data.length)
    offset += Math.ceil(data.length / 4) * 4
    return Buffer.concat([data, Buffer.alloc((4 - (data.length % 4)) % 4)])
  })
  const font = Buffer.concat([head.done(), ...bodies])
  const headAt = font.indexOf(tables.head ?? Buffer.alloc(0))
  font.writeUInt32BE((0xb1b0afba - checksum(font)) >>> 0, headAt + 8)
  return font
}

/** Pinhole as a TrueType font. */
export function typeface(): Buffer {
  const signs = Object.keys(glyphs)
  const outlines = [glyph('vhhhhhv'), ...signs.map((sign) => glyph(glyphs[sign] ?? ''))]
  const ends = outlines.map((_, i) => outlines.slice(0, i + 1).reduce((sum, part) => sum + part.length, 0))
  const count = outlines.length
  const bearings = outlines.map((outline) => (outline.length > 0 ? outline.readInt16BE(2) : 0))
  const metrics = new Bytes()
  for (const bearing of bearings) metrics.u16(advance, bearing)
  const maxDots = Math.max(...Object.values(glyphs).map((rows) => dotsOf(rows).length))
  const last = Math.max(...signs.map((sign) => sign.codePointAt(0) ?? 0))
  return assemble({
    head: new Bytes()
      .u32(0x10000, 0x10000, 0, 0x5f0f3cf5)
      .u16(3, 1000)
      .u32(0, created, 0, created)
      .u16(53, 3, 547, 697, 0, 8, 2, 1, 0)
      .done(),
    hhea: new Bytes().u32(0x10000).u16(ascent, -descent, 0, advance, 53, 53, 547, 1, 0, 0, 0, 0, 0, 0, 0, count).done(),
    maxp: new Bytes()
      .u32(0x10000)
      .u16(count, maxDots * 8, maxDots, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0, 0)
      .done(),
    hmtx: metrics.done(),
    cmap: cmap(signs),
    loca: new Bytes().u32(0, ...ends).done(),
    glyf: Buffer.concat(outlines),
    name: names(),
    post: new Bytes().u32(0x30000, 0).u16(-75, 50).u32(1, 0, 0, 0, 0).done(),
    'OS/2': os2(last),
  })
}

/** All signs on one sheet, drawn from the same dots. */
export function specimen(): string {
  const signs = Object.keys(glyphs).filter((sign) => sign !== ' ')
  const dots = signs.flatMap((sign, i) => {
    const left = 60 + (i % 10) * 108
    const top = 60 + Math.floor(i / 10) * 150
    return dotsOf(glyphs[sign] ?? '').map(
      ([x, y]) => `<circle cx="${left + x * 0.16}" cy="${top + (700 - y) * 0.16}" r="6.8"/>`,
    )
  })
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 1180 1130"><rect width="1180" height="1130" fill="#fffcf5"/><g fill="#2b3a5c">${dots.join('')}</g></svg>\n`
}
