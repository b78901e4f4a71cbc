import { encode } from 'next-auth/jwt'
import { beforeEach, describe, expect, test, vi } from 'vitest'
import { findSignedInMerchant, requireMerchant } from '@/lib/auth/require-merchant'
import { deviceProof, isKnownDevice, readSessionId, sessionCookieName } from '@/lib/auth/session-cookie'
import { revokeSession, sessionMs } from '@/lib/auth/sessions'
import { clearSignIn } from '@/lib/auth/sign-in-cookies'
import { findNotice, leaveNotice } from '@/lib/back-office/notice'
import { listProviderNotices } from '@/lib/back-office/provider-notices'
import { listEditableProducts } from '@/lib/catalog/merchant-queries'
import { prisma } from '@/lib/db'
import { findMailRow, listMails } from '@/lib/mail/merchant-queries'
import { findEventBody, findOrderByNumber, findOrderDetail } from '@/lib/orders/merchant-order'
import { countOrders, listOrders } from '@/lib/orders/merchant-queries'
import { makeSignIn } from '@/tests/support/merchants'
import { browseWith } from '@/tests/support/next-request'

vi.mock('next/headers', async () => (await import('@/tests/support/next-request')).nextHeaders)
vi.mock('next/server', async () => (await import('@/tests/support/next-request')).nextServer)

const toSignIn = { digest: expect.stringMatching(/^NEXT_REDIRECT;.*;\/sign-in;307;$/) }

beforeEach(() => browseWith({}))

describe('the guard', () => {
  test('lets a signed-in merchant through, with name and role from the database', async () => {
    const { merchant, cookies } = await makeSignIn()
    browseWith(cookies)
    await prisma().merchant.update({ where: { id: merchant.id }, data: { role: 'staff', name: 'Nino' } })
    expect(await requireMerchant()).toEqual({ ...merchant, role: 'staff', name: 'Nino' })
  })

  test('sends everybody else to sign in', async () => {
    await expect(requireMerchant()).rejects.toMatchObject(toSignIn)
  })

  test('stops a revoked session, whose cookie still looks good', async () => {
    const { merchant, cookies } = await makeSignIn()
    browseWith(cookies)
    await revokeSession(merchant.sessionId, new Date())
    expect(await readSessionId(cookies[sessionCookieName()])).toBe(merchant.sessionId)
    await expect(requireMerchant()).rejects.toMatchObject(toSignIn)
  })

  test('stops a session that is past its end', async () => {
    const { cookies } = await makeSignIn({ at: new Date(Date.now() - sessionMs.normal - 60_000) })
    browseWith(cookies)
    await expect(requireMerchant()).rejects.toMatchObject(toSignIn)
  })

  test('ends with signing out', async () => {
    const { cookies } = await makeSignIn()
    browseWith(cookies)
    await clearSignIn()
    browseWith(cookies)
    expect(await findSignedInMerchant()).toBeNull()
  })

  test('stops forged cookies', async () => {
    const { merchant, cookies } = await makeSignIn()
    const good = cookies[sessionCookieName()] ?? ''
    const unsigned = [{ alg: 'none' }, { sessionId: merchant.sessionId }].map((part) =>
      Buffer.from(JSON.stringify(part)).toString('base64url'),
    )
    const otherKey = await encode({ secret: 'of another shop', token: { sessionId: merchant.sessionId } })
    const forged = [`${unsigned.join('.')}.`, otherKey, good.slice(0, -4), `${good}x`, 'x'.repeat(5_000), '{}', '']
    for (const cookie of forged) {
      browseWith({ [sessionCookieName()]: cookie })
      expect(await findSignedInMerchant()).toBeNull()
    }
  })
})

test.each([
  ['the order list', () => listOrders({ tab: null, search: '', olderThan: null, newerThan: null })],
  ['the counts', countOrders],
  ['an order', () => findOrderDetail('1001')],
  ['an order’s number', () => findOrderByNumber(1001)],
  ['a delivery', () => findEventBody('1001', '1')],
  ['the products', () => listEditableProducts({ search: '', page: 1, mode: 'test' })],
  ['the mails', () => listMails(null)],
  ['a mail', () => findMailRow(1)],
  ['the provider’s state', listProviderNotices],
])('nobody reads %s without signing in', async (_what, query) => {
  await expect(query()).rejects.toMatchObject(toSignIn)
})

test('a known device is known for its own e-mail only', () => {
  const proof = deviceProof('mara@example.com')
  expect(isKnownDevice(proof, 'mara@example.com')).toBe(true)
  expect(isKnownDevice(proof, 'nino@example.com')).toBe(false)
  expect(isKnownDevice(undefined, 'mara@example.com')).toBe(false)
})

test('a notice is shown to the page it was left for, and to no other', async () => {
  const path = await leaveNotice('/admin/orders?q=x', { tone: 'good', text: 'Done “here”.' })
  const id = new URL(path, 'http://shop.test').searchParams.get('notice')
  expect(path).toMatch(/^\/admin\/orders\?q=x&notice=[\w-]{22}$/)
  expect(await findNotice(id)).toEqual({ tone: 'good', text: 'Done “here”.' })
  expect(await findNotice('another')).toBeNull()
  browseWith({ pocketshop_notice: 'not ours' })
  expect(await findNotice(id)).toBeNull()
})
