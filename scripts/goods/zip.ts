import { crc32, deflateRawSync } from 'node:zlib'

export type Entry = { name: string; data: Buffer }

/** 1 January 2026, so that the same goods always give the same archive. */
const dosDate = (46 << 9) | (1 << 5) | 1

function sharedFields(name: Buffer, data: Buffer, packed: Buffer): Buffer {
  const fields = Buffer.alloc(26)
  fields.writeUInt16LE(20, 0)
  fields.writeUInt16LE(8, 4)
  fields.writeUInt16LE(dosDate, 8)
  fields.writeUInt32LE(crc32(data), 10)
  fields.writeUInt32LE(packed.length, 14)
  fields.writeUInt32LE(data.length, 18)
  fields.writeUInt16LE(name.length, 22)
  return fields
}

function signature(value: number): Buffer {
  const bytes = Buffer.alloc(4)
  bytes.writeUInt32LE(value)
  return bytes
}

function endRecord(count: number, size: number, offset: number): Buffer {
  const end = Buffer.alloc(22)
  end.writeUInt32LE(0x06054b50, 0)
  end.writeUInt16LE(count, 8)
  end.writeUInt16LE(count, 10)
  end.writeUInt32LE(size, 12)
  end.writeUInt32LE(offset, 16)
  return end
}

/** A ZIP archive of these entries, deflated, the same bytes on every run. Names are ASCII. */
export function zip(entries: Entry[]): Buffer {
  const bodies: Buffer[] = []
  const index: Buffer[] = []
  let offset = 0
  for (const { name, data } of entries) {
    const nameBytes = Buffer.from(name, 'ascii')
    const packed = deflateRawSync(data, { level: 9 })
    const fields = sharedFields(nameBytes, data, packed)
    const body = Buffer.concat([signature(0x04034b50), fields, nameBytes, packed])
    const tail = Buffer.alloc(14)
    tail.writeUInt32LE(offset, 10)
    index.push(Buffer.concat([signature(0x02014b50), Buffer.from([20, 0]), fields, tail, nameBytes]))
    bodies.push(body)
    offset += body.length
  }
  const directory = Buffer.concat(index)
  return Buffer.concat([...bodies, directory, endRecord(entries.length, directory.length, offset)])
}
