import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { prisma } from '@/lib/db'
import { verifyLedger } from '@/lib/ledger/verify-ledger'
import type { PaymentGateway } from '@/lib/payments/gateway'
import { replayMany } from '@/lib/webhooks/replay-many'
import { holdLock, makeGate } from '@/tests/support/held-points'
import { makeMerchant } from '@/tests/support/merchants'
import { openShopWorld, type ShopWorld } from '@/tests/support/shop-world'
import { buy, stockOf } from '@/tests/support/shopping'

let world: ShopWorld
let merchantId: number

// What an event's figures mean is then asked of the provider for each of them.
beforeEach(() => prisma().confirmedUnit.deleteMany())
beforeAll(async () => {
  world = await openShopWorld()
  merchantId = (await makeMerchant()).id
})
afterEach(() => world.reset())
afterAll(() => world.stop())

async function lastEvent() {
  const event = (await world.events()).at(-1)
  if (!event) throw new Error('no event was stored')
  return event
}

type Bought = Awaited<ReturnType<typeof buy>>

const given = {
  settled: async (bought: Bought) => void (await world.pay(bought.url)),
  failed: async (bought: Bought) => {
    await world.switches({ api_fault: '500' })
    await world.pay(bought.url)
    world.clock.forwardMs(11 * 60_000)
    await world.workInbox()
    await world.switches({ api_fault: 'none' })
  },
} as const

async function toldEvent(state: keyof typeof given) {
  const bought = await buy(world, { stock: 5 })
  await given[state](bought)
  const event = await lastEvent()
  expect(event.state).toBe(state)
  return { ...bought, event }
}

type Told = Awaited<ReturnType<typeof toldEvent>>

const replay = ({ event }: Told, gateway: PaymentGateway = world.gateway) =>
  replayMany([event.id], { clock: world.clock, gateway: () => gateway, merchantId })

/** A gateway whose first answer is kept back. */
function holdAnswer() {
  const gate = makeGate()
  const gateway: PaymentGateway = {
    ...world.gateway,
    lookUpPayment: async (id) => {
      const answer = await world.gateway.lookUpPayment(id)
      await gate.pass()
      return answer
    },
  }
  return { ...gate, gateway }
}

async function expectSettled({ event, orderNumber, variantId }: Told, tries: number) {
  const after = await lastEvent()
  expect(after).toMatchObject({ id: event.id, state: 'settled', nextTryAt: null, tries: event.tries + tries })
  if (event.state === 'settled') expect(after).toMatchObject({ processedAt: event.processedAt, tookMs: event.tookMs })
  const order = await world.order(orderNumber)
  expect(order).toMatchObject({ status: 'paid', payments: [{ verdict: 'settles' }] })
  expect(order.mails.filter(({ kind }) => kind === 'order_paid')).toHaveLength(1)
  expect(await stockOf(variantId)).toBe(4)
  expect((await verifyLedger()).disagreements).toEqual([])
}

describe.each(['settled', 'failed'] as const)('two replays of a %s event at once leave it settled', (state) => {
  it('when one has the provider’s answer in its hands while the other is done', async () => {
    const told = await toldEvent(state)
    const { gateway, reached, open } = holdAnswer()
    const first = replay(told, gateway)
    await reached
    await replay(told)
    open()
    await first
    await expectSettled(told, 2)
  })

  it.each([
    ['their event', ({ event }: Told) => `select 1 from webhook_events where id = ${event.id} for update`],
    ['their order', ({ orderNumber }: Told) => `select 1 from orders where number = ${orderNumber} for update`],
  ])('when both are held at %s', async (_point, lock) => {
    const told = await toldEvent(state)
    const held = await holdLock(lock(told))
    const both = [replay(told), replay(told)]
    await held.untilWaiting(2)
    await held.release()
    await Promise.all(both)
    await expectSettled(told, 2)
  })

  it('when the worker takes up the one that never came back', async () => {
    const told = await toldEvent(state)
    const { gateway, reached, open } = holdAnswer()
    const lost = replay(told, gateway)
    await reached
    world.clock.forwardMs(60_000)
    await world.workInbox()
    await expectSettled(told, 2)
    open()
    await lost
    await expectSettled(told, 2)
  })
})
