import { connect, type Socket } from 'node:net'
import { Readable } from 'node:stream'
import { text } from 'node:stream/consumers'
import pg from 'pg'
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest'
import { prisma } from '@/lib/db'
import { followRealTime } from '@/tests/support/endings'
import { openShopWorld, type ShopWorld } from '@/tests/support/shop-world'
import { buy, stockOf } from '@/tests/support/shopping'

let world: ShopWorld

beforeAll(async () => {
  world = await openShopWorld()
  await world.pay((await buy(world)).url)
})
afterEach(async () => {
  vi.restoreAllMocks()
  await world.reset()
})
afterAll(() => world.stop())

const completed = { 'x-pocketsflow-event': 'order.completed' }

/** An order that was paid at the provider, and the bytes that tell of it. */
async function paidUntold() {
  const bought = await buy(world, { stock: 5 })
  await world.switches({ webhook_drop: 'all' })
  const paymentId = await world.pay(bought.url)
  return { ...bought, paymentId, body: await world.lastBody() }
}

type Untold = Awaited<ReturnType<typeof paidUntold>>

async function workUntilDone() {
  await world.settleDown()
  for (let round = 0; round < 5; round += 1) {
    world.clock.forwardMs(10_000)
    await world.workInbox()
  }
}

async function expectPaidOnce({ orderNumber, paymentId, variantId }: Untold, deliveries: number) {
  const order = await world.order(orderNumber)
  expect(order).toMatchObject({ status: 'paid', paidTwice: false, refundDueMinor: 0 })
  expect(order.payments).toMatchObject([{ providerOrderId: paymentId, verdict: 'settles' }])
  expect(order.mails.filter(({ kind }) => kind === 'order_paid')).toHaveLength(1)
  expect(await stockOf(variantId)).toBe(4)
  const events = (await world.events()).filter(({ providerOrderId }) => providerOrderId === paymentId)
  expect(events.map(({ state }) => state).sort()).toEqual([
    ...Array.from({ length: deliveries - 1 }, () => 'duplicate'),
    'settled',
  ])
}

describe('the same bytes again', () => {
  it.each([2, 100])('W71: %i times, each answered 200, are one payment', async (times) => {
    const untold = await paidUntold()
    for (let count = 0; count < times; count += 1) expect(await world.deliver(untold.body, completed)).toBe(200)
    await workUntilDone()
    await expectPaidOnce(untold, times)
  })

  /** Everything but the last byte is on its way; the answer comes once that is sent too. */
  async function openRequest(body: string): Promise<{ socket: Socket; answer: Promise<string> }> {
    const { hostname, port } = new URL(world.endpointUrl)
    const socket = connect(Number(port), hostname)
    const head = [
      'POST / HTTP/1.1',
      'Host: shop.test',
      'Connection: close',
      `Content-Length: ${Buffer.byteLength(body)}`,
      `X-Pocketsflow-Signature: ${world.sign(body)}`,
      'X-Pocketsflow-Event: order.completed',
    ].join('\r\n')
    const bytes = Buffer.from(`${head}\r\n\r\n${body}`)
    await new Promise<void>((resolve) => socket.write(bytes.subarray(0, -1), () => resolve()))
    return { socket, answer: text(socket) }
  }

  it('W74: fifty whose last byte is released at once are all answered 200, and are one payment and one mail', async () => {
    const untold = await paidUntold()
    const open = await Promise.all(Array.from({ length: 50 }, () => openRequest(untold.body)))
    const lastByte = Buffer.from(untold.body).subarray(-1)
    for (const { socket } of open) socket.write(lastByte)
    const answers = await Promise.all(open.map(({ answer }) => answer))
    expect(answers.map((answer) => answer.slice(0, 12))).toEqual(Array.from({ length: 50 }, () => 'HTTP/1.1 200'))
    await workUntilDone()
    await expectPaidOnce(untold, 50)
  })
})

it('a crowd is only stored and answered; the worker may take up at once what its requests leave', async () => {
  const [first, second] = [await paidUntold(), await paidUntold()]
  const crowd = Array.from({ length: 40 }, () => first)
  let verified = 0
  world.serveWith({
    verify: (delivery) => {
      verified += 1
      return world.gateway.verify(delivery)
    },
  })
  const held = new pg.Client({ connectionString: process.env.DATABASE_URL })
  await held.connect()
  await held.query('begin; lock table webhook_events in access exclusive mode')
  const answers = [...crowd, second].map(({ body }) => world.deliver(body, completed))
  await expect.poll(() => verified).toBe(41)
  await held.query('rollback')
  await held.end()
  expect(new Set(await Promise.all(answers))).toEqual(new Set([200]))
  const waiting = (await world.events()).filter(({ state }) => state === 'received')
  expect(waiting.map(({ receivedAt, nextTryAt }) => Number(nextTryAt) - Number(receivedAt))).toEqual(
    Array.from({ length: 41 - 32 }, () => 0),
  )
  expect(await world.workInbox()).toBe(41 - 32)
  await expectPaidOnce(first, 40)
  await expectPaidOnce(second, 1)
})

it('W10: a body in chunks, without its length, pays', async () => {
  const untold = await paidUntold()
  const bytes = Buffer.from(untold.body)
  const pieces = [bytes.subarray(0, 40), bytes.subarray(40, 41), bytes.subarray(41)]
  const body = Readable.toWeb(Readable.from(pieces)) as ReadableStream
  const headers = { 'x-pocketsflow-signature': world.sign(bytes), ...completed }
  const answer = await fetch(world.endpointUrl, { method: 'POST', headers, body, duplex: 'half' } as RequestInit)
  expect(answer.status).toBe(200)
  await workUntilDone()
  await expectPaidOnce(untold, 1)
})

it('W82: a webhook that comes before its order is written waits, and pays within a minute of it', async () => {
  followRealTime(world)
  const untold = await paidUntold()
  const order = await world.order(untold.orderNumber)
  const [attempt] = order.attempts
  const where = { orderId: order.id }
  // To everybody else an order that is not committed is not there.
  await prisma().order.update({ where: { id: order.id }, data: { number: 800_000 + order.id } })
  await prisma().attempt.updateMany({ where, data: { nonce: `unseen-${order.id}`, productIsOurs: false } })
  expect(await world.deliver(untold.body, completed)).toBe(200)
  const events = await world.events()
  expect(events.at(-1)).toMatchObject({ state: 'unmatched', providerOrderId: untold.paymentId })
  await prisma().order.update({ where: { id: order.id }, data: { number: order.number } })
  const { nonce = '', productIsOurs = true } = attempt ?? {}
  await prisma().attempt.updateMany({ where, data: { nonce, productIsOurs } })
  world.clock.forwardMs(60_000)
  await world.workInbox()
  await world.sweep()
  expect(await world.order(untold.orderNumber)).toMatchObject({
    status: 'paid',
    payments: [{ providerOrderId: untold.paymentId, verdict: 'settles' }],
  })
})

describe('W83: a flood of bad signatures', () => {
  const atOnce = 40

  async function flood(body: string, amount: number): Promise<number[]> {
    const statuses: number[] = []
    const headers = { 'x-pocketsflow-signature': world.sign(body, 'whsec_guessed'), ...completed }
    let left = amount
    const sender = async () => {
      while (left > 0) {
        left -= 1
        const answer = await fetch(world.endpointUrl, { method: 'POST', headers, body })
        statuses.push(answer.status)
      }
    }
    await Promise.all(Array.from({ length: atOnce }, sender))
    return statuses
  }

  it('W83: is answered 400 without a statement', async () => {
    const { body } = await paidUntold()
    const query = vi.spyOn(pg.Client.prototype, 'query')
    expect(new Set(await flood(body, 1_000))).toEqual(new Set([400]))
    expect(query).not.toHaveBeenCalled()
  })

  it('W83: lets honest deliveries through all the while', async () => {
    const untold = [await paidUntold(), await paidUntold(), await paidUntold()]
    const flooded = flood(untold[0]?.body ?? '', 1_500)
    for (const { body, orderNumber } of untold) {
      expect(await world.deliver(body, completed)).toBe(200)
      expect((await world.order(orderNumber)).status).toBe('paid')
    }
    expect(new Set(await flooded)).toEqual(new Set([400]))
  })
})
