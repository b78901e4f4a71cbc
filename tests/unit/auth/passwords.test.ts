import { describe, expect, test } from 'vitest'
import { hashPassword, PasswordCheckBusyError, passwordProblem, verifyPassword } from '@/lib/auth/passwords'

const cheap = { logN: 4, r: 8, p: 1 }

describe('a password', () => {
  test('is verified against its own hash, and no other is', async () => {
    const encoded = await hashPassword('correct horse', cheap)
    expect(encoded).toMatch(/^\$scrypt\$ln=4,r=8,p=1\$[\w-]+\$[\w-]+$/)
    expect(await verifyPassword('correct horse', encoded)).toBe(true)
    expect(await verifyPassword('correct horsf', encoded)).toBe(false)
    expect(await verifyPassword('', encoded)).toBe(false)
  })

  test('is hashed with a salt of its own each time, in a memory-hard way by default', async () => {
    const [first, second] = await Promise.all([hashPassword('same password'), hashPassword('same password')])
    expect(first).not.toBe(second)
    expect(first).toContain('$ln=17,r=8,p=1$')
  })

  test('counts beyond its 72nd byte', async () => {
    const head = 'x'.repeat(72)
    const encoded = await hashPassword(`${head}a`, cheap)
    expect(await verifyPassword(`${head}b`, encoded)).toBe(false)
  })

  test('typed with a composed or a decomposed accent is the same', async () => {
    expect(await verifyPassword('cafe\u0301 noir', await hashPassword('caf\u00e9 noir', cheap))).toBe(true)
  })

  test('of 1 MB or with a NUL is refused', async () => {
    const encoded = await hashPassword('something else', cheap)
    expect(await verifyPassword('x'.repeat(1_000_000), encoded)).toBe(false)
    expect(await verifyPassword('some\0thing', null)).toBe(false)
    await expect(hashPassword('x'.repeat(1_000_000))).rejects.toThrow(/at most 1000/)
  })

  test.each([
    ['short', 'must be at least 8 characters long'],
    ['x'.repeat(1_001), 'must be at most 1000 characters long'],
    ['has a \0 in it', 'must not contain a NUL character'],
    ['long enough', null],
  ])('is told what is wrong with it when it is new (%#)', (password, problem) => {
    expect(passwordProblem(password)).toBe(problem)
  })
})

test('nobody has a password, and saying so is a no', async () => {
  expect(await verifyPassword('anything at all', null)).toBe(false)
})

test('a burst of checks is bounded: those beyond the queue are refused, later ones pass again', async () => {
  const encoded = await hashPassword('correct horse', cheap)
  const burst = await Promise.allSettled(Array.from({ length: 30 }, () => verifyPassword('correct horse', encoded)))
  const refused = burst.filter((one) => one.status === 'rejected')
  expect(refused.length).toBe(20)
  expect(refused.every((one) => one.reason instanceof PasswordCheckBusyError)).toBe(true)
  expect(await verifyPassword('correct horse', encoded)).toBe(true)
})
