import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { startSandbox } from '@/sandbox/server'
import { flexAt } from '@/tests/support/provider-ends/flex'
import { fungiesAt } from '@/tests/support/provider-ends/fungies'
import { handClock, openShopSide, readOrder } from '@/tests/support/shop-side'
import { openShopWorld, type ShopWorld } from '@/tests/support/shop-world'
import { checkOut } from '@/tests/support/shopping'
import { fillMonthlyCart, fillPlanCart, openSubscriptions } from '@/tests/support/subscriptions'

let sandbox: Awaited<ReturnType<typeof startSandbox>>
let flex: ReturnType<typeof flexAt>
let fungies: ReturnType<typeof fungiesAt>
let shop: Awaited<ReturnType<typeof openShopSide>>
let world: ShopWorld

beforeAll(async () => {
  sandbox = await startSandbox({ port: 0, dataDir: null })
  flex = flexAt(sandbox.urls.flex ?? '')
  fungies = fungiesAt(sandbox.urls.fungies ?? '')
  shop = await openShopSide([flex, fungies], handClock(new Date()))
  world = await openShopWorld()
  await openSubscriptions(world)
})
afterAll(async () => {
  await shop.close()
  await sandbox.stop()
  await world.stop()
})

const buyerToken = 'a-browser-of-its-own-for-this-test'
const granted = (started: Awaited<ReturnType<typeof shop.startCheckout>>) => {
  if (!started.ok) throw new Error(started.error.code)
  return started.value
}
const offersMade = async () => (await fungies.control<{ offers: unknown[] }>('GET', '/offers')).offers.length

describe('a subscription that was paid at a provider unheard, before another is chosen', () => {
  it.each([0, 14])('at Flex is found there, and not sold a second time (trial of %i days)', async (trialDays) => {
    await flex.switches({ webhook_drop: 'all' })
    const { token } = await fillMonthlyCart({ trialDays })
    const first = granted(await shop.startCheckout(token, { provider: 'flex', buyerToken }))
    await flex.control(`/sessions/${first.url.split('/').at(-1)}/pay`)
    const before = await offersMade()
    const second = granted(await shop.startCheckout(token, { provider: 'fungies', buyerToken }))
    expect([second.orderNumber, second.url]).toEqual([first.orderNumber, expect.stringContaining('/thank-you/')])
    expect(await readOrder(first.orderNumber)).toMatchObject({ status: 'paid', confirmedBy: 'return_check' })
    expect(await offersMade()).toBe(before)
  })

  it('at Fungies, which tells nobody whose it is, is not sold a second time, and settles when its event comes', async () => {
    await fungies.switches({ webhook_drop: 'all' })
    const { token } = await fillMonthlyCart()
    const first = granted(await shop.startCheckout(token, { provider: 'fungies', buyerToken }))
    const element = new URL(first.url).pathname.split('/').at(-1)
    const { order } = await fungies.control<{ order: { _id: string } }>('POST', `/elements/${element}/pay`)
    const second = granted(await shop.startCheckout(token, { provider: 'flex', buyerToken }))
    expect([second.orderNumber, second.url]).toEqual([first.orderNumber, expect.stringContaining('/thank-you/')])
    expect(await readOrder(first.orderNumber)).toMatchObject({ status: 'awaiting_payment' })
    await fungies.switches({ webhook_drop: 'none' })
    await fungies.control('POST', `/orders/${order._id}/deliver`, {})
    await shop.settleDown()
    expect(await readOrder(first.orderNumber)).toMatchObject({ status: 'paid' })
  })

  it('at Pocketsflow, whose subscriptions tell no reference of ours, is found by offer and buyer', async () => {
    await world.switches({ webhook_drop: 'all' })
    const { token } = await fillPlanCart(world)
    const first = await checkOut(world, token)
    await world.control('POST', `/sessions/${first.url.split('/').at(-1)}/pay`, { email: 'ada@example.com' })
    const gatewayOf = (id: string) => (id === 'pocketsflow' ? world.gateway : id === 'flex' ? flex.gateway : null)
    const second = await checkOut(world, token, {}, { provider: 'flex', gateway: gatewayOf, elsewhere: gatewayOf })
    expect(second.url).toContain('/thank-you/')
    expect(await readOrder(first.orderNumber)).toMatchObject({ status: 'paid' })
  })

  it('that nobody paid is no hindrance', async () => {
    const { token } = await fillMonthlyCart()
    const first = granted(await shop.startCheckout(token, { provider: 'flex', buyerToken }))
    const second = granted(await shop.startCheckout(token, { provider: 'fungies', buyerToken }))
    expect(second.url).toContain('/checkout-element/')
    expect(second.orderNumber).toBe(first.orderNumber)
  })
})
