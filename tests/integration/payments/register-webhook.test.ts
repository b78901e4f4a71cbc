import { createHmac } from 'node:crypto'
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest'
import { systemClock as clock } from '@/lib/clock'
import { prisma } from '@/lib/db'
import { pocketsflow } from '@/lib/payments/pocketsflow/provider'
import type { RegistrationWish } from '@/lib/payments/register-webhook'
import { startSandbox } from '@/sandbox/server'

type Registry = typeof import('@/lib/payments/registry')
type Registered = { _id: string; url: string; secret: string; active: boolean; events: string[] }

let sandbox: Awaited<ReturnType<typeof startSandbox>>
const url = 'http://shop.test/api/webhooks/pocketsflow'
const inEnvironment = 'whsec_integration'

beforeAll(async () => {
  sandbox = await startSandbox({ port: 0, dataDir: null })
})
afterAll(() => sandbox.stop())
beforeEach(async () => {
  await prisma().signingSecret.deleteMany()
  await fetch(`${sandbox.url}/_sandbox/reset`, { method: 'POST', body: '{"all":true}' })
})

/** The shop as another start of it, or another of its processes, would be. */
async function shopWith(secret = inEnvironment): Promise<Registry> {
  vi.resetModules()
  vi.stubEnv('POCKETSFLOW_API_URL', sandbox.url)
  vi.stubEnv('POCKETSFLOW_WEBHOOK_SECRET', secret)
  Reflect.deleteProperty(globalThis, 'pocketshopSigningSecrets')
  return import('@/lib/payments/registry')
}

const gatewayOf = (shop: Registry) => {
  const gateway = shop.findGateway('pocketsflow')
  if (!gateway) throw new Error('the test key is not set')
  return gateway
}

async function register(shop: Registry, wish: RegistrationWish = 'mend') {
  const { registerWebhook } = await import('@/lib/payments/register-webhook')
  return registerWebhook({ gateway: gatewayOf(shop), clock }, wish)
}

async function standing(shop: Registry) {
  const { readWebhookStanding } = await import('@/lib/payments/register-webhook')
  const looked = await readWebhookStanding(gatewayOf(shop))
  return looked.ok ? looked.value : looked.error
}

const registered = async (): Promise<Registered[]> => {
  const response = await fetch(`${sandbox.url}/_sandbox/webhooks`)
  return ((await response.json()) as { webhooks: Registered[] }).webhooks
}
const change = (id: string, changes: object) =>
  fetch(`${sandbox.url}/_sandbox/webhooks/${id}`, { method: 'POST', body: JSON.stringify(changes) })

/** True when the shop, asked as its webhook route does, takes a delivery that this secret signed. */
async function accepts(shop: Registry, secret: string): Promise<boolean> {
  const rawBody = Buffer.from('{"event":"review.created"}')
  const signature = createHmac('sha256', secret).update(rawBody).digest('hex')
  const gateway = await shop.findReadyGateway('pocketsflow')
  return gateway?.verify({ rawBody, headers: new Headers({ 'x-pocketsflow-signature': signature }) }) ?? false
}

describe('registering the webhook', () => {
  it('accepts its secret at once, beside the one in the environment, and after a restart', async () => {
    const shop = await shopWith()
    expect(await accepts(shop, inEnvironment)).toBe(true)
    expect(await register(shop)).toEqual({ ok: true, value: 'registered' })
    const [webhook, ...more] = await registered()
    expect(webhook).toMatchObject({ url, active: true, events: [...pocketsflow.events] })
    expect(more).toEqual([])
    for (const again of [shop, await shopWith()]) {
      expect(await accepts(again, webhook?.secret ?? '')).toBe(true)
      expect(await accepts(again, inEnvironment)).toBe(true)
      expect(await accepts(again, 'whsec_of_nobody')).toBe(false)
    }
    expect(await standing(shop)).toMatchObject({ state: 'good' })
  })

  it('makes a shop ready that has no secret in its environment; until then it answers 503', async () => {
    const shop = await shopWith('')
    expect(await shop.findReadyGateway('pocketsflow')).toBeNull()
    await register(shop)
    expect(await shop.listProviders()).toContainEqual(
      expect.objectContaining({ id: 'pocketsflow', ready: true, problem: null }),
    )
    const [webhook] = await registered()
    expect(await accepts(shop, webhook?.secret ?? '')).toBe(true)
  })

  it('keeps the secret encrypted', async () => {
    await register(await shopWith())
    const [webhook] = await registered()
    const [stored] = await prisma().signingSecret.findMany()
    expect(stored).toMatchObject({ provider: 'pocketsflow', mode: 'test', webhookId: webhook?._id })
    expect(Buffer.from(stored?.ciphertext ?? []).includes(webhook?.secret ?? '')).toBe(false)
  })

  it('changes nothing the second time', async () => {
    const shop = await shopWith()
    await register(shop)
    const before = await registered()
    expect(await register(shop)).toEqual({ ok: true, value: 'already' })
    expect(await registered()).toEqual(before)
  })

  it('mends what is switched off or not told of everything, and leaves other webhooks alone', async () => {
    const shop = await shopWith()
    await register(shop)
    const [webhook] = await registered()
    await change(webhook?._id ?? '', { active: false, events: ['order.completed', 'customer.created'] })
    expect(await standing(shop)).toMatchObject({
      state: 'differs',
      differences: [/off/, /order\.refunded/].map(matching),
    })
    expect(await register(shop)).toEqual({ ok: true, value: 'repaired' })
    const [mended] = await registered()
    expect(mended).toMatchObject({ _id: webhook?._id, secret: webhook?.secret, active: true })
    expect(new Set(mended?.events)).toEqual(new Set([...pocketsflow.events, 'customer.created']))
  })

  it('replaces one whose secret nobody knows, as after a lost answer', async () => {
    const shop = await shopWith('')
    await register(shop)
    await prisma().signingSecret.deleteMany()
    const [lost] = await registered()
    expect(await standing(shop)).toMatchObject({ state: 'differs', differences: [matching(/secret/)] })
    expect(await register(shop)).toEqual({ ok: true, value: 'registered' })
    const now = await registered()
    expect(now).toHaveLength(1)
    expect(now[0]?._id).not.toBe(lost?._id)
    expect(await standing(shop)).toMatchObject({ state: 'good' })
  })

  it('leaves one of several that nobody can tell apart', async () => {
    const shop = await shopWith()
    const gateway = gatewayOf(shop)
    for (const _ of [1, 2]) await gateway.webhooks?.create({ url, events: [...pocketsflow.events] })
    expect(await standing(shop)).toMatchObject({ state: 'differs', differences: [matching(/2 times/)] })
    expect(await register(shop)).toEqual({ ok: true, value: 'registered' })
    expect(await registered()).toHaveLength(1)
  })

  it('says what went wrong at the provider, and stores nothing', async () => {
    await fetch(`${sandbox.url}/_sandbox/switches`, { method: 'PATCH', body: '{"api_fault":"500"}' })
    const answer = await register(await shopWith())
    expect(answer.ok).toBe(false)
    expect(await prisma().signingSecret.count()).toBe(0)
  })
})

describe('rotation', () => {
  it('accepts the old secret and the new one, and forgets the oldest at the next', async () => {
    const shop = await shopWith()
    const secrets: string[] = []
    for (const wish of ['mend', 'fresh', 'fresh'] as const) {
      expect(await register(shop, wish)).toEqual({ ok: true, value: 'registered' })
      secrets.push((await registered())[0]?.secret ?? '')
      expect(await registered()).toHaveLength(1)
    }
    const accepted = await Promise.all(secrets.map((secret) => accepts(shop, secret)))
    expect(accepted).toEqual([false, true, true])
    expect(await accepts(shop, inEnvironment)).toBe(true)
  })
})

describe('secrets that AUTH_SECRET no longer opens', () => {
  it('are counted, never accepted, and made good by registering again', async () => {
    const shop = await shopWith('')
    await register(shop)
    await prisma().signingSecret.updateMany({ data: { ciphertext: new Uint8Array(40) } })
    const later = await shopWith('')
    expect(await later.findReadyGateway('pocketsflow')).toBeNull()
    expect(await standing(later)).toMatchObject({ state: 'differs', unreadableSecrets: 1 })
    expect(await register(later)).toEqual({ ok: true, value: 'registered' })
    expect(await standing(later)).toMatchObject({ state: 'good', unreadableSecrets: 0 })
  })
})

const matching = (pattern: RegExp): string => expect.stringMatching(pattern)
