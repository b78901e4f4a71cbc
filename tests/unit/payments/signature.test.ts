import { createHmac } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { verifyHexHmac } from '@/lib/payments/signature'

const secret = 'whsec_unit'
const body = Buffer.from('{"event":"order.completed","amount":64.99}')
const mac = (bytes: Uint8Array | string, key = secret) => createHmac('sha256', key).update(bytes).digest('hex')
const right = mac(body)
const flipNibble = (hex: string, index: number) =>
  hex.slice(0, index) + (Number.parseInt(hex[index] ?? '0', 16) ^ 1).toString(16) + hex.slice(index + 1)
const mixedCase = [...right].map((digit, index) => (index % 2 ? digit.toUpperCase() : digit)).join('')

describe('a signature holds', () => {
  it.each([
    ['in lower case', right],
    ['W25: in upper case', right.toUpperCase()],
    ['W25: in mixed case', mixedCase],
  ])('%s', (_, header) => {
    expect(verifyHexHmac(body, header, [secret])).toBe(true)
  })

  it('under any secret of a rotation, and under none that was taken out', () => {
    expect(verifyHexHmac(body, mac(body, 'old'), ['new', 'old'])).toBe(true)
    expect(verifyHexHmac(body, mac(body, 'old'), ['new'])).toBe(false)
  })

  it('W30: over the raw bytes, a byte order mark included', () => {
    const marked = Buffer.concat([Buffer.from([0xef, 0xbb, 0xbf]), body])
    expect(verifyHexHmac(marked, mac(marked), [secret])).toBe(true)
    expect(verifyHexHmac(body, mac(marked), [secret])).toBe(false)
  })

  it('W32: over bytes that are no UTF-8, and not over their decoded form', () => {
    const bytes = Buffer.concat([body, Buffer.from([0xff, 0xfe])])
    expect(verifyHexHmac(bytes, mac(bytes), [secret])).toBe(true)
    expect(verifyHexHmac(bytes, mac(bytes.toString('utf8')), [secret])).toBe(false)
  })
})

describe('a signature is refused', () => {
  it.each([
    ['W19: absent', null],
    ['W19: empty', ''],
    ['W19: blank', '   '],
    ['W20: 63 digits', right.slice(1)],
    ['W20: 65 digits', `${right}0`],
    ['W20: 128 digits', right + right],
    ['W22: 64 times z', 'z'.repeat(64)],
    ['64 characters outside ASCII', 'é'.repeat(64)],
    ['W23: another secret', mac(body, 'other')],
    ['W26: prefixed sha256=', `sha256=${right}`],
    ['W26: prefixed sha256_', `sha256_${right}`],
    ['W26: prefixed v1=', `v1=${right}`],
    ['W26: base64', Buffer.from(right, 'hex').toString('base64')],
    ['two of them', `${right}, ${right}`],
    ['a line break behind it', `${right}\n`],
    ['W29: of the same JSON written differently', mac(JSON.stringify(JSON.parse(body.toString()), null, 1))],
  ])('%s', (_, header) => {
    expect(verifyHexHmac(body, header, [secret])).toBe(false)
  })

  it('when any one of its digits is wrong', () => {
    const accepted = [...right].filter((_, index) => verifyHexHmac(body, flipNibble(right, index), [secret]))
    expect(accepted).toEqual([])
  })

  it('when no secret is configured, or only an empty one', () => {
    expect(verifyHexHmac(body, mac(body, ''), [])).toBe(false)
    expect(verifyHexHmac(body, mac(body, ''), [''])).toBe(false)
  })
})
