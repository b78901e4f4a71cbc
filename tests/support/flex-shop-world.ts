import { followReturn } from '@/lib/checkout/follow-return'
import type { CheckoutContact } from '@/lib/checkout/model'
import { payAgain } from '@/lib/checkout/pay-again'
import type { startCheckout } from '@/lib/checkout/start-checkout'
import { prisma } from '@/lib/db'
import type { RefundWish } from '@/lib/refunds/model'
import { requestRefund } from '@/lib/refunds/request-refund'
import { resolveRefunds } from '@/lib/refunds/resolve-unknown'
import { newToken } from '@/lib/shared/token'
import { startSandbox } from '@/sandbox/server'
import { makeMerchant } from './merchants'
import { flexAt } from './provider-ends/flex'
import { handClock, openShopSide, readOrder } from './shop-side'
import { fillCart } from './shopping'

type Started = Awaited<ReturnType<typeof startCheckout>>

/** The shop's own code between a real database and Flex as the sandbox plays it; its clock begins with the real one. */
export async function openFlexShopWorld() {
  const sandbox = await startSandbox({ port: 0, dataDir: null })
  const end = flexAt(sandbox.urls.flex ?? '')
  const shop = await openShopSide([end], handClock(new Date()))
  await end.tellFirst()
  const { clock, gatewayOf } = shop
  const granted = (started: Started) => {
    if (!started.ok) throw new Error(started.error.code)
    return { ...started.value, sessionId: started.value.url.split('/').at(-1) ?? '' }
  }
  const checkout = (cartToken: string, facts: Partial<CheckoutContact> = {}) =>
    shop.startCheckout(cartToken, { provider: 'flex', facts })
  let merchantId: number | null = null
  return {
    ...end,
    ...shop,
    checkout,
    order: readOrder,
    /** A cart of two things taken to its page. */
    buy: async (facts: Parameters<typeof fillCart>[0] = {}) => {
      const cart = await fillCart({ quantity: 2, ...facts })
      return { ...cart, ...granted(await checkout(cart.token)) }
    },
    checkOut: async (cartToken: string, facts: Partial<CheckoutContact> = {}) =>
      granted(await checkout(cartToken, facts)),
    /** Pays without a browser; returns once the sandbox has delivered and the shop's afterwork is done. */
    pay: async (sessionId: string, payer: Record<string, unknown> = {}) => {
      await end.control(`/sessions/${sessionId}/pay`, payer)
      await shop.settleDown()
    },
    /** The shopper comes back with this session in the address. */
    comeBack: async (orderNumber: string, sessionId: string) =>
      followReturn({ orderId: await shop.idOf(orderNumber), sessionId, clock }, { gateway: gatewayOf }),
    payAgain: async (orderNumber: string) => {
      const orderId = await shop.idOf(orderNumber)
      return payAgain({ orderId, gateway: gatewayOf, elsewhere: gatewayOf, clock, timeoutMs: 6_000 })
    },
    refund: async (orderId: number, wish: RefundWish) => {
      merchantId ??= (await makeMerchant()).id
      const input = { orderId, merchantId, wish, restock: false, reason: 'Came broken.', requestKey: newToken(), clock }
      return requestRefund(input, { gateway: gatewayOf })
    },
    workRefunds: () => resolveRefunds({ clock, gateway: gatewayOf }),
    reset: async () => {
      await end.control('/reset')
      await end.tellFirst()
      await prisma().sharedPacing.deleteMany()
      await prisma().sweepRun.deleteMany()
    },
    stop: async () => {
      await shop.close()
      await sandbox.stop()
    },
  }
}

export type FlexShopWorld = Awaited<ReturnType<typeof openFlexShopWorld>>
