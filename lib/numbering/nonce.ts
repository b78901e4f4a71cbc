import 'server-only'
import { randomBytes } from 'node:crypto'
import { keyedHash, sameBytes } from '@/lib/keyed-hash'

const randomLength = 32
const sealBytes = 8

const sealOf = (orderNumber: number, random: string): Buffer =>
  keyedHash('order-nonce', `${orderNumber}:${random}`).subarray(0, sealBytes)

/**
 * A nonce for one attempt to pay an order: 128 random bits, and a seal that ties them to the order's number, so that the
 * shop knows its own number again when its database has forgotten it. 48 hexadecimal digits.
 */
export function newNonce(orderNumber: number): string {
  const random = randomBytes(randomLength / 2).toString('hex')
  return `${random}${sealOf(orderNumber, random).toString('hex')}`
}

/** Whether this shop made the nonce for an order of this number, in this database or in one that is gone. */
export function isOwnNonce(nonce: string, orderNumber: number): boolean {
  const seal = Buffer.from(nonce.slice(randomLength), 'hex')
  return sameBytes(seal, sealOf(orderNumber, nonce.slice(0, randomLength)))
}
