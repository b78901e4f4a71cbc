import { prisma } from '@/lib/db'
import { recheckOrder } from '@/lib/reconciliation/recheck-order'
import { settleReturn } from '@/lib/reconciliation/settle-return'
import { newToken } from '@/lib/shared/token'
import { startSandbox } from '@/sandbox/server'
import { fungiesAt } from './provider-ends/fungies'
import { handClock, openShopSide, readOrder } from './shop-side'
import { fillCart } from './shopping'

type Sale = { order: { _id: string; number: string }; redirectUrl: string }

/** The shop's own code between a real database and Fungies as the sandbox plays it; its clock begins with the real one. */
export async function openFungiesShopWorld() {
  const sandbox = await startSandbox({ port: 0, dataDir: null })
  const end = fungiesAt(sandbox.urls.fungies ?? '')
  const { control } = end
  const shop = await openShopSide([end], handClock(new Date()))
  await end.tellFirst()
  const { clock, gatewayOf, settleDown } = shop
  const checkOut = async (cartToken: string, buyerToken = newToken()) => {
    const started = await shop.startCheckout(cartToken, { provider: 'fungies', buyerToken })
    if (!started.ok) throw new Error(started.error.code)
    return { ...started.value, buyerToken }
  }
  const elementOf = (url: string) => new URL(url).pathname.split('/').at(-1) ?? ''
  return {
    ...end,
    ...shop,
    checkOut,
    order: readOrder,
    /** A cart taken to its store page by one browser. */
    buy: async (facts: Parameters<typeof fillCart>[0] = {}, buyerToken = newToken()) => {
      const cart = await fillCart(facts)
      return { ...cart, ...(await checkOut(cart.token, buyerToken)) }
    },
    /** Pays without a browser; returns once the sandbox has delivered and the shop's afterwork is done. */
    pay: async (url: string) => {
      const { order } = await control<Sale>('POST', `/elements/${elementOf(url)}/pay`)
      await settleDown()
      return order._id
    },
    decline: async (url: string) => {
      await control('POST', `/elements/${elementOf(url)}/decline`)
      await settleDown()
    },
    refund: async (providerOrderId: string, amountMinor?: number) => {
      await control('POST', `/orders/${providerOrderId}/refund`, { amountMinor })
      await settleDown()
    },
    /** Sends an event of an order again. */
    deliver: async (providerOrderId: string, how: Record<string, unknown> = {}) => {
      const path = `/orders/${providerOrderId}/deliver`
      const { deliveries } = await control<{ deliveries: { status: number }[] }>('POST', path, how)
      await settleDown()
      return deliveries.map(({ status }) => status)
    },
    comeBack: (providerOrderId: string | null, buyerToken: string | null) =>
      settleReturn({ provider: 'fungies', providerOrderId, buyerToken, clock }, { gateway: gatewayOf }),
    recheck: async (number: string) =>
      recheckOrder({ orderId: await shop.idOf(number), actor: 'system', clock }, { gateway: gatewayOf }),
    reset: async () => {
      await control('POST', '/reset')
      await end.tellFirst()
      await prisma().providerFact.deleteMany()
      await prisma().sharedPacing.deleteMany()
      await prisma().sweepRun.deleteMany()
    },
    stop: async () => {
      await shop.close()
      await sandbox.stop()
    },
  }
}

export type FungiesShopWorld = Awaited<ReturnType<typeof openFungiesShopWorld>>
