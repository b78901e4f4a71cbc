import { createHash } from 'node:crypto'
import { describe, expect, test } from 'vitest'
import { setPassword } from '@/lib/auth/add-merchant'
import { findSessionMerchant, revokeSession, sessionMs } from '@/lib/auth/sessions'
import { signIn } from '@/lib/auth/sign-in'
import { signInLimits } from '@/lib/auth/throttle'
import { prisma } from '@/lib/db'
import { makeMerchant, makeSignIn, merchantPassword } from '@/tests/support/merchants'

const startedAt = new Date('2026-11-20T12:00:00Z')

/** One browser at one address; `minutes` after the start. */
function visitor(email: string, address: string, facts: { isKnownDevice?: boolean } = {}) {
  const { isKnownDevice = false } = facts
  return (password: string, minutes = 0) =>
    signIn(
      { email, password, keep: false, address, isKnownDevice, userAgent: 'test' },
      { now: () => new Date(startedAt.getTime() + minutes * 60_000) },
    )
}

const fail = async (times: number, attempt: () => Promise<unknown>) => {
  for (let time = 0; time < times; time += 1) await attempt()
}

describe('signing in', () => {
  test('opens a new session each time, for 12 hours and no longer', async () => {
    const { email } = await makeMerchant()
    const enter = visitor(email, '203.0.113.1')
    const [first, second] = [await enter(merchantPassword), await enter(merchantPassword)]
    if (!first.ok || !second.ok) throw new Error('the sign-in was refused')
    expect(first.value.merchant.sessionId).not.toBe(second.value.merchant.sessionId)
    expect(first.value.expiresAt.getTime()).toBe(startedAt.getTime() + sessionMs.normal)
    const { sessionId } = first.value.merchant
    expect(await findSessionMerchant(sessionId, new Date(first.value.expiresAt.getTime() - 1))).toMatchObject({ email })
    expect(await findSessionMerchant(sessionId, first.value.expiresAt)).toBeNull()
  })

  test('answers a wrong password and an unknown e-mail alike', async () => {
    const { email } = await makeMerchant()
    const wrong = await visitor(email, '203.0.113.2')('not this one')
    const unknown = await visitor('nobody@example.com', '203.0.113.2')('not this one')
    expect(wrong).toEqual({ ok: false, error: { code: 'wrong' } })
    expect(unknown).toEqual(wrong)
  })

  test('is refused after eleven failures in ten minutes, the right password too, and open again later', async () => {
    const { email } = await makeMerchant()
    const enter = visitor(email, '203.0.113.3')
    await fail(10, () => enter('wrong one'))
    expect(await enter('wrong one', 1)).toMatchObject({ ok: false, error: { code: 'throttled' } })
    expect(await enter(merchantPassword, 1)).toMatchObject({ ok: false, error: { code: 'throttled', waitMs: 540_000 } })
    expect((await enter(merchantPassword, 10.1)).ok).toBe(true)
  })

  test('the owner still signs in from elsewhere, and the tenth failure leaves one more try', async () => {
    const { email } = await makeMerchant()
    const enter = visitor(email, '203.0.113.4')
    await fail(11, () => enter('wrong one'))
    expect((await visitor(email, '198.51.100.4')(merchantPassword)).ok).toBe(true)
    const other = await makeMerchant()
    const slip = visitor(other.email, '203.0.113.5')
    await fail(10, () => slip('wrong one'))
    expect((await slip(merchantPassword)).ok).toBe(true)
  })

  test('many at once do not slip through together', async () => {
    const { email } = await makeMerchant()
    const enter = visitor(email, '203.0.113.6')
    const tries = await Promise.all(Array.from({ length: 30 }, () => enter('wrong one')))
    const counted = await prisma().signInFailure.count({ where: { at: startedAt } })
    expect(tries.every((one) => !one.ok)).toBe(true)
    expect(counted).toBeGreaterThan(0)
    expect(await enter(merchantPassword)).toMatchObject({ ok: false, error: { code: 'throttled' } })
  })

  test('one password over many e-mails is stopped by its address', async () => {
    const merchants = await Promise.all(Array.from({ length: 10 }, () => makeMerchant()))
    for (let round = 0; round < signInLimits.address / merchants.length; round += 1) {
      for (const { email } of merchants) await visitor(email, '203.0.113.7')('a common one')
    }
    const fresh = await makeMerchant()
    expect(await visitor(fresh.email, '203.0.113.7')(merchantPassword)).toMatchObject({ error: { code: 'throttled' } })
    expect((await visitor(fresh.email, '198.51.100.7')(merchantPassword)).ok).toBe(true)
  })

  test('a shop under attack from everywhere lets known devices in', async () => {
    const { email } = await makeMerchant()
    const keyHash = Uint8Array.from(createHash('sha256').update('shop').digest())
    await prisma().signInFailure.createMany({
      data: Array.from({ length: signInLimits.shop }, () => ({ keyHash, at: startedAt })),
    })
    expect(await visitor(email, '203.0.113.8')(merchantPassword)).toMatchObject({ error: { code: 'throttled' } })
    expect((await visitor(email, '203.0.113.9', { isKnownDevice: true })(merchantPassword)).ok).toBe(true)
    await prisma().signInFailure.deleteMany()
  })
})

describe('a session', () => {
  test('ends at once when it is revoked', async () => {
    const { merchant } = await makeSignIn()
    expect(await findSessionMerchant(merchant.sessionId, new Date())).toMatchObject({ id: merchant.id })
    await revokeSession(merchant.sessionId, new Date())
    expect(await findSessionMerchant(merchant.sessionId, new Date())).toBeNull()
  })

  test('ends when the password changes, wherever it was opened', async () => {
    const { merchant } = await makeSignIn()
    const changed = await setPassword({ email: merchant.email, password: 'a new pocket full' })
    expect(changed).toEqual({ ok: true, value: { endedSessions: 1 } })
    expect(await findSessionMerchant(merchant.sessionId, new Date())).toBeNull()
    expect(await visitor(merchant.email, '203.0.113.10')(merchantPassword)).toMatchObject({ error: { code: 'wrong' } })
  })

  test.each(['', 'x', "' or 1=1 --", '00000000-0000-0000-0000-000000000000'])('is not made up: “%s”', async (id) => {
    expect(await findSessionMerchant(id, new Date())).toBeNull()
  })
})
