import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest'
import { inTransaction, Prisma, prisma, rows, sql } from '@/lib/db'
import { verifyLedger } from '@/lib/ledger/verify-ledger'
import { readDeliveryFilter } from '@/lib/webhooks/model'
import { rehearseMany, replayMany } from '@/lib/webhooks/replay-many'
import { makeMerchant, makeSignIn } from '@/tests/support/merchants'
import { browseWith } from '@/tests/support/next-request'
import { openShopWorld, type ShopWorld } from '@/tests/support/shop-world'
import { buy, stockOf } from '@/tests/support/shopping'

vi.mock('next/headers', async () => (await import('@/tests/support/next-request')).nextHeaders)
vi.mock('next/server', async () => (await import('@/tests/support/next-request')).nextServer)

let world: ShopWorld
let merchantId: number

// What an event's figures mean is then asked of the provider for each of them.
beforeEach(() => prisma().confirmedUnit.deleteMany())
beforeAll(async () => {
  world = await openShopWorld()
  merchantId = (await makeMerchant()).id
})
afterEach(async () => {
  expect((await verifyLedger()).disagreements).toEqual([])
  await world.reset()
})
afterAll(() => world.stop())

const deps = () => ({ clock: world.clock, gateway: () => world.gateway })
const rehearse = (eventId: number) => rehearseMany([eventId], deps()).then(({ done }) => done[0])
const replay = (...eventIds: number[]) => replayMany(eventIds, { ...deps(), merchantId })
const lastEvent = async () => {
  const event = (await world.events()).at(-1)
  if (!event) throw new Error('no event was stored')
  return event
}

/** A paid order whose event was given up: the provider was silent for longer than the shop waits. */
async function lostEvent() {
  const bought = await buy(world, { stock: 5 })
  await world.switches({ api_fault: '500' })
  const paymentId = await world.pay(bought.url)
  world.clock.forwardMs(11 * 60_000)
  await world.workInbox()
  await world.switches({ api_fault: 'none' })
  return { ...bought, paymentId, event: await lastEvent() }
}

/** Everything that a dry run must leave as it is. */
async function readAll() {
  const tables = ['orders', 'order_lines', 'payments', 'refunds', 'ledger_transactions', 'ledger_entries', 'mails']
  const more = [
    'timeline',
    'variants',
    'webhook_events',
    'receipt_counters',
    'attempts',
    'order_products',
    'cart_lines',
  ]
  const found: Record<string, unknown> = { number: await rows(sql`select last_value, is_called from order_number`) }
  for (const table of [...tables, ...more]) {
    found[table] = await rows(sql`select to_jsonb(t) as row from ${Prisma.raw(table)} t order by to_jsonb(t)::text`)
  }
  return found
}

/** Locks an order as a settlement under way does, until it is released. */
function holdOrder(orderId: number) {
  const release = Promise.withResolvers<void>()
  const isHeld = Promise.withResolvers<void>()
  const holding = inTransaction(async (tx) => {
    await tx.rows(sql`select id from orders where id = ${orderId} for update`)
    isHeld.resolve()
    await release.promise
  })
  const letGo = () => {
    release.resolve()
    return holding
  }
  return { isHeld: isHeld.promise, release: letGo }
}

describe('a dry run', () => {
  it('of a lost event shows order, stock, ledger and mail before and after, and changes nothing', async () => {
    const { event, orderNumber } = await lostEvent()
    expect(event.state).toBe('failed')
    const before = await readAll()
    const rehearsal = await rehearse(event.id)
    expect(await readAll()).toEqual(before)
    expect(rehearsal).toMatchObject({ canReplay: true, orderNumber: Number(orderNumber) })
    expect(rehearsal?.text).toMatch(/would make it paid/)
    expect(rehearsal?.changes).toEqual(
      expect.arrayContaining([
        { part: 'Order', name: 'Status', before: 'needs review', after: 'paid' },
        { part: 'Order', name: 'Confirmed by', before: 'nobody', after: 'webhook' },
        { part: 'Ledger', name: 'Held by the provider', before: 'none', after: expect.stringMatching(/^\$/) },
        { part: 'Mail', name: 'order paid', before: 'none', after: '1' },
      ]),
    )
  })

  it('of a payment for stock that was freed shows the units it would take', async () => {
    const { event, variantId, orderNumber } = await lostEvent()
    await prisma().order.update({ where: { number: Number(orderNumber) }, data: { stockState: 'released' } })
    const rehearsal = await rehearse(event.id)
    expect(rehearsal?.changes).toContainEqual(
      expect.objectContaining({ part: 'Stock', before: '4 left', after: '3 left' }),
    )
    expect(await stockOf(variantId)).toBe(4)
  })

  it('of a refund that was not heard shows what would go back, and writes none of it', async () => {
    const bought = await buy(world, { stock: 5 })
    const paymentId = await world.pay(bought.url)
    await world.switches({ api_fault: '500', webhook_drop: 'all' })
    await world.control('POST', `/orders/${paymentId}/refund`, { amount: 5 })
    // It is told once more and its answer awaited: what the shop does behind that answer still meets the silent provider.
    await world.control('POST', `/orders/${paymentId}/deliver`, { event: 'order.refunded' })
    await world.settleDown()
    expect(await lastEvent()).toMatchObject({ eventName: 'order.refunded', state: 'confirming' })
    await world.switches({ api_fault: 'none', webhook_drop: 'none' })
    const before = await readAll()
    const rehearsal = await rehearse((await lastEvent()).id)
    expect(await readAll()).toEqual(before)
    expect(rehearsal?.changes).toEqual(
      expect.arrayContaining([
        { part: 'Order', name: 'Status', before: 'paid', after: 'partially refunded' },
        { part: 'Refund', name: 'A refund', before: 'none', after: '$5.00, completed' },
      ]),
    )
  })

  it('says so when the provider cannot be asked', async () => {
    const { event } = await lostEvent()
    await world.switches({ api_fault: '500' })
    expect(await rehearse(event.id)).toMatchObject({ canReplay: false, changes: [] })
  })

  it('of many shows each, also when one cannot be worked out', async () => {
    const { event } = await lostEvent()
    const other = await lostEvent()
    const order = await world.order(other.orderNumber)
    const held = holdOrder(order.id)
    await held.isHeld
    const { done } = await rehearseMany([event.id, other.event.id], deps())
    await held.release()
    expect(done).toMatchObject([{ canReplay: true }, { canReplay: false, changes: [] }])
  })

  it('of a malformed delivery has nothing to replay', async () => {
    await world.deliver('[]')
    const event = await lastEvent()
    expect(await rehearse(event.id)).toMatchObject({ canReplay: false, changes: [] })
    expect((await replay(event.id)).done).toMatchObject([{ result: null }])
  })
})

describe('a replay', () => {
  it('settles a lost event once, tells who asked, and counts the try', async () => {
    const { event, orderNumber, variantId } = await lostEvent()
    const [first, second] = await Promise.all([replay(event.id), replay(event.id)])
    // The second may begin before the first has told what it came to: then it finds the payment counted.
    const results = [first, second].map(({ done }) => done[0]?.result)
    expect(results.some((result) => result === 'settled' || result === 'duplicate')).toBe(true)
    const order = await world.order(orderNumber)
    expect(order).toMatchObject({ status: 'paid', confirmedBy: 'webhook' })
    expect(order.payments).toHaveLength(1)
    expect(order.mails.filter(({ kind }) => kind === 'order_paid')).toHaveLength(1)
    expect(await stockOf(variantId)).toBe(4)
    expect(order.timeline.find(({ kind }) => kind === 'replayed')).toMatchObject({ actor: 'merchant', merchantId })
    const after = await lastEvent()
    expect(after).toMatchObject({ id: event.id, state: 'settled', tries: event.tries + 2 })
    expect(after.tookMs).toBeGreaterThanOrEqual(11 * 60_000)
  })

  it('of a settled event is a duplicate, and what came of it first stands', async () => {
    const bought = await buy(world)
    await world.pay(bought.url)
    const event = await lastEvent()
    const money = async () => [await prisma().ledgerEntry.findMany(), await prisma().receiptCounter.findMany()]
    const before = await money()
    expect((await replay(event.id)).done).toMatchObject([{ result: 'duplicate' }])
    expect(await money()).toEqual(before)
    expect(await lastEvent()).toMatchObject({ state: 'settled', tookMs: event.tookMs, tries: event.tries + 1 })
  })

  it('while the provider is silent changes nothing and calls nobody', async () => {
    const { event, orderNumber } = await lostEvent()
    const before = await world.order(orderNumber)
    await world.switches({ api_fault: '500' })
    expect((await replay(event.id)).done).toMatchObject([{ result: null }])
    expect(await lastEvent()).toMatchObject({ state: 'failed', nextTryAt: null, processedAt: event.processedAt })
    expect((await world.order(orderNumber)).status).toBe(before.status)
  })

  it('of many stops when its time is over and names what is left', async () => {
    const ids = (await world.events()).map(({ id }) => id).slice(0, 3)
    expect(await replayMany(ids, { ...deps(), merchantId, withinMs: 0 })).toEqual({ done: [], left: ids })
  })
})

describe('the log', () => {
  it('is filtered by state and time, searched by the provider’s order, and paged by id', async () => {
    browseWith((await makeSignIn()).cookies)
    const { listDeliveries, listReplayable } = await import('@/lib/webhooks/merchant-queries')
    const { event, paymentId } = await lostEvent()
    const all = readDeliveryFilter({})
    const ids = async (params: Record<string, string>) =>
      (await listDeliveries(readDeliveryFilter(params))).rows.map(({ id }) => id)
    expect(await ids({ q: paymentId })).toEqual([event.id])
    expect(await ids({ q: paymentId, state: 'settled' })).toEqual([])
    expect((await listReplayable(readDeliveryFilter({ q: paymentId, state: 'failed' }))).eventIds).toEqual([event.id])
    const minute = (at: Date) => at.toISOString().slice(0, 16)
    const soon = new Date(event.receivedAt.getTime() + 60_000)
    expect(await ids({ from: minute(event.receivedAt), to: minute(soon) })).toContain(event.id)
    expect(await ids({ to: '2001-01-01T00:00' })).toEqual([])
    const page = await listDeliveries(all)
    expect(page.rows.map(({ id }) => id)).toEqual(page.rows.map(({ id }) => id).toSorted((a, b) => b - a))
    const older = await listDeliveries({ ...all, olderThan: event.id })
    expect(older.rows.every(({ id }) => id < event.id)).toBe(true)
    expect((await listDeliveries({ ...all, newerThan: event.id - 1 })).rows.map(({ id }) => id)).toContain(event.id)
  })
})
