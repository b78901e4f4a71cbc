import { afterAll, beforeAll, expect, it } from 'vitest'
import { startSandbox } from '@/sandbox/server'
import { flexAt } from '@/tests/support/provider-ends/flex'
import { fungiesAt } from '@/tests/support/provider-ends/fungies'
import { handClock, openShopSide, readOrder } from '@/tests/support/shop-side'
import { fillCart } from '@/tests/support/shopping'

let sandbox: Awaited<ReturnType<typeof startSandbox>>
let flex: ReturnType<typeof flexAt>
let fungies: ReturnType<typeof fungiesAt>
let shop: Awaited<ReturnType<typeof openShopSide>>

beforeAll(async () => {
  sandbox = await startSandbox({ port: 0, dataDir: null })
  flex = flexAt(sandbox.urls.flex ?? '')
  fungies = fungiesAt(sandbox.urls.fungies ?? '')
  shop = await openShopSide([flex, fungies], handClock(new Date()))
  // What was taken off sale can still be bought in a tab that was open before.
  await fungies.switches({ archived_sold: 'on', webhook_timing: 'before_redirect' })
  await flex.tellFirst()
})
afterAll(async () => {
  await shop.close()
  await sandbox.stop()
})

const buyerToken = 'a-browser-of-its-own-for-this-test'

async function open(provider: 'flex' | 'fungies', token: string) {
  const started = await shop.startCheckout(token, { provider, buyerToken })
  if (!started.ok) throw new Error(started.error.code)
  const id = new URL(started.value.url).pathname.split('/').at(-1)
  const path = provider === 'flex' ? `/sessions/${id}/pay` : `/elements/${id}/pay`
  return {
    orderNumber: started.value.orderNumber,
    pay: async () => {
      await (provider === 'flex' ? flex.control(path) : fungies.control('POST', path))
      await shop.settleDown()
    },
  }
}

it.each([
  ['fungies', 'flex'],
  ['flex', 'fungies'],
] as const)(
  'a page at %s that was left open is paid after the order was paid at %s: owed back, to the cent',
  async (first, second) => {
    const { token } = await fillCart({ quantity: 2 })
    const stale = await open(first, token)
    const chosen = await open(second, token)
    expect(chosen.orderNumber).toBe(stale.orderNumber)
    await chosen.pay()
    expect(await readOrder(chosen.orderNumber)).toMatchObject({ status: 'paid', paidTwice: false })
    await stale.pay()
    const order = await readOrder(chosen.orderNumber)
    expect(order).toMatchObject({ status: 'paid', paidTwice: true, refundDueMinor: order.totalMinor })
    expect(order.payments.map(({ provider, verdict }) => [provider, verdict])).toEqual([
      [second, 'settles'],
      [first, 'duplicate'],
    ])
  },
)
