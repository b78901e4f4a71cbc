import { inspect } from 'node:util'
import { gzipSync } from 'node:zlib'
import pg from 'pg'
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest'
import { prisma } from '@/lib/db'
import { createPocketsflowGateway } from '@/lib/payments/pocketsflow/gateway'
import { answerWebhook } from '@/lib/webhooks/answer-webhook'
import { writeRefusals } from '@/lib/webhooks/refused-deliveries'
import { openShopWorld, type ShopWorld } from '@/tests/support/shop-world'
import { buy } from '@/tests/support/shopping'

let world: ShopWorld
let body: string
let orderNumber: string

beforeAll(async () => {
  world = await openShopWorld()
  const bought = await buy(world)
  orderNumber = bought.orderNumber
  await world.switches({ webhook_drop: 'all' })
  await world.pay(bought.url)
  body = await world.lastBody()
})
afterEach(() => vi.restoreAllMocks())
afterAll(() => world.stop())

const statusOf = async () => (await world.order(orderNumber)).status
const eventCount = () => prisma().webhookEvent.count()

/** Statements that left for the database while `work` ran; the totals, which are due every few seconds, are not counted. */
async function statementsDuring(work: () => Promise<void>): Promise<number> {
  const query = vi.spyOn(pg.Client.prototype, 'query')
  const connect = vi.spyOn(pg.Client.prototype, 'connect')
  await work()
  const isOfTotals = (index: number) => inspect(query.mock.calls[index], { depth: 5 }).includes('refused_deliveries')
  const ofTotals = new Set<unknown>(query.mock.contexts.filter((_, index) => isOfTotals(index)))
  return [...query.mock.contexts, ...connect.mock.contexts].filter((client) => !ofTotals.has(client)).length
}

describe('a signature that is not right is answered 400 without a single statement', () => {
  const forms: [string, (mac: string, text: string) => Record<string, string>][] = [
    ['W19: empty', () => ({ 'x-pocketsflow-signature': '' })],
    ['W19: blanks', () => ({ 'x-pocketsflow-signature': '   ' })],
    ['W20: 63 digits', (mac) => ({ 'x-pocketsflow-signature': mac.slice(1) })],
    ['W20: 65 digits', (mac) => ({ 'x-pocketsflow-signature': `${mac}0` })],
    ['W20: twice', (mac) => ({ 'x-pocketsflow-signature': mac + mac })],
    ['W22: 64 letters that are no digits', () => ({ 'x-pocketsflow-signature': 'z'.repeat(64) })],
    ['W23: of another secret', (_, text) => ({ 'x-pocketsflow-signature': world.sign(text, 'whsec_other') })],
    ['W34: of an empty secret', (_, text) => ({ 'x-pocketsflow-signature': world.sign(text, '') })],
    ['W26: with sha256=', (mac) => ({ 'x-pocketsflow-signature': `sha256=${mac}` })],
    ['W26: with sha256_', (mac) => ({ 'x-pocketsflow-signature': `sha256_${mac}` })],
    ['W26: with v1=', (mac) => ({ 'x-pocketsflow-signature': `v1=${mac}` })],
    ['W26: in base64', (mac) => ({ 'x-pocketsflow-signature': Buffer.from(mac, 'hex').toString('base64') })],
    ['W29: of the parsed and rewritten body', (_, text) => ({ 'x-pocketsflow-signature': world.sign(`${text} `) })],
    ['W24: first digit flipped', (mac) => ({ 'x-pocketsflow-signature': (mac[0] === '0' ? '1' : '0') + mac.slice(1) })],
    [
      'W24: last digit flipped',
      (mac) => ({ 'x-pocketsflow-signature': mac.slice(0, -1) + (mac.at(-1) === '0' ? '1' : '0') }),
    ],
    [
      'the plain secret in an older header',
      () => ({ 'x-pocketsflow-signature': '', 'x-webhook-secret': world.secret }),
    ],
  ]

  it.each(forms)('%s', async (_name, headersOf) => {
    const before = await eventCount()
    const statements = await statementsDuring(async () => {
      expect(await world.deliver(body, headersOf(world.sign(body), body))).toBe(400)
    })
    expect(statements).toBe(0)
    expect(await eventCount()).toBe(before)
    expect(await statusOf()).toBe('awaiting_payment')
  })

  it('W24: the first or the last digit changed, a thousand times each, each counted for the merchant', async () => {
    await writeRefusals()
    const counted = async () =>
      (await prisma().refusedDelivery.findFirst({ where: { cause: 'bad_signature' } }))?.count ?? 0
    const before = await counted()
    const mac = world.sign(body)
    const changed = (at: number, by: number) =>
      mac.slice(0, at) + ((Number.parseInt(mac[at] ?? '0', 16) + by) % 16).toString(16) + mac.slice(at + 1)
    const statements = await statementsDuring(async () => {
      for (let index = 0; index < 1_000; index += 1) {
        const flipped = [changed(0, 1 + (index % 15)), changed(63, 1 + (index % 15))]
        const answers = flipped.map((signature) => world.deliver(body, { 'x-pocketsflow-signature': signature }))
        expect(await Promise.all(answers)).toEqual([400, 400])
      }
    })
    expect(statements).toBe(0)
    await writeRefusals()
    expect(await counted()).toBe(before + 2_000)
    expect(await statusOf()).toBe('awaiting_payment')
  })

  it('signed bytes that changed on the way', async () => {
    const mac = world.sign(body)
    expect(await world.deliver(`${body}\n`, { 'x-pocketsflow-signature': mac })).toBe(400)
    expect(await world.deliver(body.replace('"usd"', '"USD"'), { 'x-pocketsflow-signature': mac })).toBe(400)
  })
})

describe('what is signed and no JSON object is kept and answered 400', () => {
  it.each([
    ['W17: nothing', ''],
    ['W44: null', 'null'],
    ['W44: a list', '[]'],
    ['W44: a text', '"x"'],
    ['W44: a number', '42'],
    ['W44: true', 'true'],
    ['words', 'hello there'],
    ['65 levels', `${'{"a":'.repeat(65)}1${'}'.repeat(65)}`],
    ['W48: 20,000 levels', `${'['.repeat(20_000)}${']'.repeat(20_000)}`],
    ['text that is no UTF-8 inside broken JSON', Buffer.from([0x7b, 0xff, 0xfe])],
    ['W55: packed bytes', gzipSync('{"event":"order.completed"}')],
  ])('%s', async (_name, raw) => {
    const before = await eventCount()
    const statements = await statementsDuring(async () => {
      expect(await world.deliver(raw, { 'x-pocketsflow-event': 'order.completed' })).toBe(400)
    })
    expect(statements).toBeGreaterThan(0)
    expect(await eventCount()).toBe(before + 1)
    const kept = (await world.events()).at(-1)
    expect(kept).toMatchObject({ state: 'malformed', nextTryAt: null })
    expect(Buffer.from(kept?.rawBody ?? [])).toEqual(Buffer.from(raw as string))
  })

  it('W45: a body cut at two hundred of its bytes', async () => {
    const before = await eventCount()
    const ends = Array.from({ length: 200 }, (_, index) => Math.floor((index * body.length) / 200))
    expect(new Set(ends).size).toBe(200)
    for (const end of ends) expect(await world.deliver(body.slice(0, end))).toBe(400)
    expect(await eventCount()).toBe(before + 200)
    expect(await statusOf()).toBe('awaiting_payment')
  })

  it('64 levels are not too many', async () => {
    expect(await world.deliver(`{"event":"x.y","a":${'['.repeat(63)}${']'.repeat(63)}}`)).toBe(200)
  })
})

describe('a body above 256 KiB is answered 413 and never stored', () => {
  const padded = (bytes: number) => `{"event":"x.y","pad":"${'x'.repeat(bytes - 24)}"}`

  it('exactly 256 KiB is taken, a byte more is not', async () => {
    const before = await eventCount()
    expect(padded(262_144)).toHaveLength(262_144)
    expect(await world.deliver(padded(262_144))).toBe(200)
    expect(await world.deliver(padded(262_145))).toBe(413)
    expect(await eventCount()).toBe(before + 1)
  })
})

describe('secrets', () => {
  const answerWith = (webhookSecrets: string[], text: string, signature: string) =>
    answerWebhook(
      new Request('http://shop.test/', {
        method: 'POST',
        body: text,
        headers: { 'x-pocketsflow-signature': signature },
      }),
      {
        gateway: createPocketsflowGateway({ apiKey: world.apiKey, apiUrl: world.sandboxUrl, webhookSecrets }),
        clock: world.clock,
        afterAnswer: () => {},
      },
    )
  const text = '{"event":"review.created"}'

  it('W33: both are accepted while they are rotated, the old one no longer afterwards', async () => {
    for (const key of ['old', 'new']) {
      expect((await answerWith(['old', 'new'], text, world.sign(text, key))).status).toBe(200)
    }
    expect((await answerWith(['new'], text, world.sign(text, 'old'))).status).toBe(400)
  })

  it('W34: none configured: 503, so that the sender knows it was not taken', async () => {
    const request = new Request('http://shop.test/', { method: 'POST', body: text })
    const statements = await statementsDuring(async () => {
      const answer = await answerWebhook(request, { gateway: null, clock: world.clock, afterAnswer: () => {} })
      expect(answer.status).toBe(503)
    })
    expect(statements).toBe(0)
  })

  it('W34: an empty one signs nothing', async () => {
    expect((await answerWith([''], text, world.sign(text, ''))).status).toBe(400)
  })
})

describe('an authentic delivery pays', () => {
  it('W25, W30, W37: with its signature in capitals, behind a byte order mark, whatever its timestamp says', async () => {
    const marked = Buffer.concat([Buffer.from([0xef, 0xbb, 0xbf]), Buffer.from(body)])
    const headers = {
      'x-pocketsflow-signature': world.sign(marked).toUpperCase(),
      'x-pocketsflow-event': 'order.completed',
      'x-pocketsflow-timestamp': '-1',
    }
    expect(await world.deliver(marked, headers)).toBe(200)
    expect(await statusOf()).toBe('paid')
  })
})
