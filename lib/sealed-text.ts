import 'server-only'
import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto'
import { keyedHash } from './keyed-hash'

const cipher = 'aes-256-gcm'
const nonceBytes = 12
const tagBytes = 16

/** What a sealed text is for, and what it belongs to: it opens only with the same two. */
export type SealLabel = { purpose: string; belongsTo: string }

const keyFor = ({ purpose }: SealLabel) => keyedHash(`seal ${purpose}`, '')

/** Encrypts a secret with a key made from AUTH_SECRET (AES-256-GCM: nonce, tag, ciphertext). @throws without AUTH_SECRET. */
export function sealText(label: SealLabel, text: string): Buffer {
  const nonce = randomBytes(nonceBytes)
  const sealing = createCipheriv(cipher, keyFor(label), nonce).setAAD(Buffer.from(label.belongsTo))
  const sealed = Buffer.concat([sealing.update(text, 'utf8'), sealing.final()])
  return Buffer.concat([nonce, sealing.getAuthTag(), sealed])
}

/** The text that was sealed; null when it was changed, belongs to something else, or AUTH_SECRET is another one now. */
export function openSealed(label: SealLabel, sealed: Uint8Array): string | null {
  if (sealed.length < nonceBytes + tagBytes) return null
  const opening = createDecipheriv(cipher, keyFor(label), sealed.subarray(0, nonceBytes), { authTagLength: tagBytes })
    .setAAD(Buffer.from(label.belongsTo))
    .setAuthTag(sealed.subarray(nonceBytes, nonceBytes + tagBytes))
  try {
    return Buffer.concat([opening.update(sealed.subarray(nonceBytes + tagBytes)), opening.final()]).toString('utf8')
  } catch {
    // The tag does not fit: there is nothing to read in it.
    return null
  }
}
