import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { prisma } from '@/lib/db'
import { lookAgain } from '@/lib/reconciliation/look-again'
import { attachPayment } from '@/lib/settlement/attach-payment'
import { expectBooksAgree } from '@/tests/support/endings'
import { makeMerchant } from '@/tests/support/merchants'
import { openShopWorld, type ShopWorld } from '@/tests/support/shop-world'
import { checkOut, fillMappedCart } from '@/tests/support/shopping'

let world: ShopWorld
let merchantId: number

// What an event's figures mean is then asked of the provider for each of them.
beforeEach(() => prisma().confirmedUnit.deleteMany())
beforeAll(async () => {
  world = await openShopWorld()
  merchantId = (await makeMerchant()).id
})
afterEach(async () => {
  await expectBooksAgree(world)
  await world.reset()
})
afterAll(() => world.stop())

const strangers: Record<string, { switches: Record<string, unknown>; delivered: Record<string, unknown> }> = {
  'names no order': {
    switches: { webhook_metadata: 'off', get_metadata: 'off', list_metadata: 'off' },
    delivered: { clientReferenceId: null },
  },
  'names an order that is not there': {
    switches: { order_overrides: { metadata: { external_order_id: '999999999' }, clientReferenceId: '999999999' } },
    delivered: { metadata: { external_order_id: '999999999' }, clientReferenceId: '999999999' },
  },
  'names an order of another shop': {
    switches: { order_overrides: { metadata: { external_order_id: 'A-17' }, clientReferenceId: 'A-17' } },
    delivered: { metadata: { external_order_id: 'A-17' }, clientReferenceId: 'A-17' },
  },
}

describe.each(Object.entries(strangers))('money that %s', (_name, { switches, delivered }) => {
  it('and that a merchant gave to its order stays there, however often it is told again', async () => {
    await world.switches({ ...switches, webhook_drop: 'all' })
    const bought = await checkOut(world, (await fillMappedCart(world, { stock: 5 })).token)
    const providerOrderId = await world.pay(bought.url)
    const tell = async () => {
      await world.control('POST', `/orders/${providerOrderId}/deliver`, { overrides: delivered })
      await world.settleDown()
      return (await world.events()).at(-1)
    }
    expect(await tell()).toMatchObject({ state: 'unmatched' })
    const { id: paymentId } = await prisma().payment.findFirstOrThrow({ where: { providerOrderId } })
    const number = Number(bought.orderNumber)
    const given = { paymentId, orderNumber: number, merchantId, reason: 'they wrote to us', clock: world.clock }
    expect(await attachPayment(given)).toMatchObject({ ok: true, value: { outcome: 'paid' } })

    expect(await tell()).toMatchObject({ state: 'duplicate', nextTryAt: null })
    const again = await lookAgain({ gateway: world.gateway, providerOrderId, clock: world.clock })
    expect(again).toMatchObject({ ok: true, value: { outcome: 'already' } })
    await world.sweep()
    expect(await world.order(bought.orderNumber)).toMatchObject({
      status: 'paid',
      paidTwice: false,
      payments: [{ id: paymentId, verdict: 'settles' }],
    })
  })
})
