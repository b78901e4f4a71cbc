import { findLastProvider } from '@/lib/checkout/last-provider'
import { payAgain } from '@/lib/checkout/pay-again'
import { payNextLine } from '@/lib/checkout/pay-next-line'
import { systemClock } from '@/lib/clock'
import { readBuyerToken } from '@/lib/orders/buyer-cookie'
import { settledStatuses } from '@/lib/orders/model'
import { findShopperOrder } from '@/lib/orders/shopper-queries'
import { findGateway, findReadyGateway } from '@/lib/payments/registry'
import { isSameOrigin } from '@/lib/server-action/same-origin'
import { createRateWindow } from '@/lib/shared/rate-window'
import { crossSite, noDatabase, seeOther } from '../../answers'
import { askProvider } from '../../ask-provider'

const presses = createRateWindow({ max: 5, windowMs: 5_000, maxKeys: 10_000 })

/** Takes a form on to the order's open payment page, once the provider was asked whether it has been paid meanwhile. */
export async function POST(request: Request, { params }: { params: Promise<{ token: string }> }): Promise<Response> {
  if (!isSameOrigin(request.headers)) return crossSite()
  const { token } = await params
  try {
    return seeOther(await findWayOn(token))
  } catch (error) {
    return noDatabase(error)
  }
}

async function findWayOn(token: string): Promise<string> {
  const buyerToken = await readBuyerToken()
  const order = await findShopperOrder(token, buyerToken)
  if (!order) return '/cart'
  if (presses.take(token, Date.now()).allowed && !settledStatuses.includes(order.status)) {
    await askProvider(order.id)
  }
  const checked = await findShopperOrder(token, buyerToken)
  if (checked?.nextItem) return findNextItemPage(token, checked.id)
  if (!checked?.paymentUrl) return checked && settledStatuses.includes(checked.status) ? `/thank-you/${token}` : '/cart'
  return findOpenPage(token, checked.id)
}

/** The open page, or a new one where that has expired; back to the order when it is paid, or when none can be opened. */
async function findOpenPage(token: string, orderId: number): Promise<string> {
  const way = await payAgain({
    orderId,
    gateway: findReadyGateway,
    elsewhere: findGateway,
    clock: systemClock,
    timeoutMs: 9_000,
  })
  if (way?.ok && way.value.kind === 'page') return way.value.url
  return way && !way.ok ? `/thank-you/${token}?problem=${way.error.code}` : `/thank-you/${token}`
}

/** The next item's page; when none can be opened, back to the order with what happened. */
async function findNextItemPage(token: string, orderId: number): Promise<string> {
  const provider = await findLastProvider(orderId)
  const gateway = provider && (await findReadyGateway(provider))
  if (!gateway) return `/thank-you/${token}?problem=provider_not_ready`
  const started = await payNextLine({ orderId, gateway, elsewhere: findGateway, clock: systemClock, timeoutMs: 9_000 })
  return started.ok ? started.value.url : `/thank-you/${token}?problem=${started.error.code}`
}
