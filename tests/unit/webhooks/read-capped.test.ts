import { describe, expect, it } from 'vitest'
import { readCapped } from '@/lib/webhooks/read-capped'

const maxBytes = 1_000

function request(body: BodyInit | null, headers: Record<string, string> = {}) {
  return new Request('http://shop.test/', { method: 'POST', body, headers, duplex: 'half' } as RequestInit)
}

function endless(chunkBytes: number) {
  const taken = { chunks: 0, cancelled: false }
  const body = new ReadableStream({
    pull(controller) {
      taken.chunks += 1
      controller.enqueue(new Uint8Array(chunkBytes))
    },
    cancel() {
      taken.cancelled = true
    },
  })
  return { body, taken }
}

describe('a body is read byte for byte up to its limit', () => {
  it('exactly at the limit', async () => {
    const bytes = Buffer.alloc(maxBytes, 0xff)
    expect(await readCapped(request(bytes), maxBytes)).toEqual(bytes)
  })

  it('with its byte order mark and whatever else is no text', async () => {
    const bytes = Buffer.from([0xef, 0xbb, 0xbf, 0x7b, 0x7d, 0x00, 0xfe])
    expect(await readCapped(request(bytes), maxBytes)).toEqual(bytes)
  })

  it('nothing at all', async () => {
    expect(await readCapped(request(null), maxBytes)).toEqual(Buffer.alloc(0))
  })
})

describe('a body above the limit is refused', () => {
  it('by a byte', async () => {
    expect(await readCapped(request(Buffer.alloc(maxBytes + 1)), maxBytes)).toBeNull()
  })

  it('by what it says of its length, before anything is read', async () => {
    const { body, taken } = endless(1)
    const before = taken.chunks
    expect(await readCapped(request(body, { 'content-length': '1001' }), maxBytes)).toBeNull()
    expect(taken.chunks - before).toBeLessThan(5)
  })

  it('without reading on when it came in chunks and said nothing', async () => {
    const { body, taken } = endless(300)
    expect(await readCapped(request(body), maxBytes)).toBeNull()
    expect(taken.chunks).toBeLessThan(10)
    expect(taken.cancelled).toBe(true)
  })
})
