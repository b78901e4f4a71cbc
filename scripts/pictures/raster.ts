import sharp from 'sharp'

/** An SVG as PNG of exactly this size, its colours reduced to a palette to stay small. */
export async function png(svg: string, width: number, height: number): Promise<Buffer> {
  return await sharp(Buffer.from(svg), { density: 144 })
    .resize(width, height, { fit: 'cover' })
    .png({ palette: true, colours: 128, effort: 10, dither: 0 })
    .toBuffer()
}

/** A PNG in the envelope that browsers expect at `/favicon.ico`. */
export function ico(image: Buffer, size: number): Buffer {
  const head = Buffer.alloc(22)
  head.writeUInt16LE(1, 2)
  head.writeUInt16LE(1, 4)
  head.writeUInt8(size, 6)
  head.writeUInt8(size, 7)
  head.writeUInt16LE(1, 10)
  head.writeUInt16LE(32, 12)
  head.writeUInt32LE(image.length, 14)
  head.writeUInt32LE(head.length, 18)
  return Buffer.concat([head, image])
}
