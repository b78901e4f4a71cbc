import { type Reply, seeOther } from '../exchange'
import { messagePage } from '../pages/message-page'
import { dashboardOf } from './dashboard'
import type { Order } from './model'
import type { World } from './world'

/** To the store-wide Instant Redirect URL with the parameters that the merchant picked; null when none is set. */
export function returnUrl(world: World, order: Order): string | null {
  const { redirectUrl, redirectParameters } = dashboardOf(world)
  if (redirectUrl === null) return null
  const url = new URL(redirectUrl)
  for (const name of redirectParameters) url.searchParams.set(name, parameterOf(world, name, order))
  return url.href
}

export function goBack(world: World, order: Order): Reply {
  const url = returnUrl(world, order)
  if (url !== null) return seeOther(url)
  return messagePage({
    status: 200,
    title: 'Paid',
    text: `Thank you. Your order is ${order.number}. The store has named no page to return to.`,
  })
}

/** There is no address for it: a buyer who gives up just goes back to where the shop is. */
export function leave(world: World): Reply {
  const { redirectUrl } = dashboardOf(world)
  if (redirectUrl !== null) return seeOther(`${new URL(redirectUrl).origin}/`)
  return messagePage({
    status: 200,
    title: 'Left',
    text: 'Nothing was paid. The store has named no page to return to.',
  })
}

function parameterOf({ books }: World, name: string, order: Order): string {
  const offer = books.offers.get(order.items[0]?.offerId ?? '')
  switch (name) {
    case 'fngs-order-id':
      return order._id
    case 'fngs-user-email':
      return books.buyers.get(order.buyerId)?.email ?? ''
    case 'fngs-product-internal-id':
      return books.products.get(offer?.productId ?? '')?.internalId ?? ''
    default:
      return ''
  }
}
