import 'server-only'
import { randomBytes, scrypt, timingSafeEqual } from 'node:crypto'
import { maxPasswordLength, minPasswordLength } from './model'

/** scrypt's cost: 2^logN rounds over blocks of r; memory is 128 * N * r bytes. */
export type ScryptCost = { logN: number; r: number; p: number }

const defaultCost: ScryptCost = { logN: 17, r: 8, p: 1 }
const hashBytes = 32

/** Thrown when more passwords wait to be checked than the machine should take on. */
export class PasswordCheckBusyError extends Error {}

/** What is wrong with a new password, in words; null when it is fine. */
export function passwordProblem(password: string): string | null {
  if (password.length < minPasswordLength) return `must be at least ${minPasswordLength} characters long`
  if (password.length > maxPasswordLength) return `must be at most ${maxPasswordLength} characters long`
  return password.includes('\0') ? 'must not contain a NUL character' : null
}

/** Hashes a password with scrypt, the cost written beside the salt. @throws when passwordProblem() finds one. */
export async function hashPassword(password: string, cost: ScryptCost = defaultCost): Promise<string> {
  const problem = passwordProblem(password)
  if (problem) throw new Error(`the password ${problem}`)
  const salt = randomBytes(16)
  const hash = await derive(password, salt, cost)
  return `$scrypt$ln=${cost.logN},r=${cost.r},p=${cost.p}$${salt.toString('base64url')}$${hash.toString('base64url')}`
}

/**
 * Compares in constant time. A null hash (unknown e-mail) takes as long as a real one and is false. Passwords that are
 * too long or hold a NUL are false at once. @throws PasswordCheckBusyError when too many wait.
 */
export async function verifyPassword(password: string, encoded: string | null): Promise<boolean> {
  if (password.length > maxPasswordLength || password.includes('\0')) return false
  const { cost, salt, hash } = encoded ? decodeHash(encoded) : nobodysHash()
  const isSame = timingSafeEqual(await derive(password, salt, cost), hash)
  return isSame && encoded !== null
}

type StoredHash = { cost: ScryptCost; salt: Buffer; hash: Buffer }

function decodeHash(encoded: string): StoredHash {
  const match = /^\$scrypt\$ln=(\d+),r=(\d+),p=(\d+)\$([\w-]+)\$([\w-]+)$/.exec(encoded)
  const [, logN, r, p, salt, hash] = match ?? []
  if (!salt || !hash) throw new Error('a stored password hash is not in the form that hashPassword() writes')
  const cost = { logN: Number(logN), r: Number(r), p: Number(p) }
  return { cost, salt: Buffer.from(salt, 'base64url'), hash: Buffer.from(hash, 'base64url') }
}

const nobodysHash = (): StoredHash => ({ cost: defaultCost, salt: randomBytes(16), hash: randomBytes(hashBytes) })

// One at a time: each takes 128 MB and a core, and a burst of sign-ins must not starve the shop of either.
const maxWaiting = 10
let waiting = 0
let last: Promise<unknown> = Promise.resolve()

function derive(password: string, salt: Buffer, cost: ScryptCost): Promise<Buffer> {
  if (waiting >= maxWaiting) return Promise.reject(new PasswordCheckBusyError('too many passwords wait to be checked'))
  waiting += 1
  const result = last.then(() => scryptOnce(password.normalize('NFC'), salt, cost)).finally(() => (waiting -= 1))
  last = result.catch(() => null)
  return result
}

function scryptOnce(password: string, salt: Buffer, { logN, r, p }: ScryptCost): Promise<Buffer> {
  const N = 2 ** logN
  return new Promise((resolve, reject) => {
    scrypt(password, salt, hashBytes, { N, r, p, maxmem: 256 * N * r }, (error, hash) =>
      error ? reject(error) : resolve(hash),
    )
  })
}
