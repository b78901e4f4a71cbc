import type { ShopWorld } from './shop-world'
import { buy } from './shopping'

/** What the provider says of itself beside an event of a completed order. */
export const completed = { 'x-pocketsflow-event': 'order.completed' }

/** An order that was paid at the provider, and the signed body that tells of it. */
export async function payUntold(world: ShopWorld) {
  const bought = await buy(world)
  await world.switches({ webhook_drop: 'all' })
  const paymentId = await world.pay(bought.url)
  return { ...bought, paymentId, body: await world.lastBody() }
}

export const statusOf = async (world: ShopWorld, orderNumber: string) => (await world.order(orderNumber)).status

/** The newest event that told of a payment. */
export const eventOf = async (world: ShopWorld, paymentId: string) =>
  (await world.events()).filter((event) => event.providerOrderId === paymentId).at(-1)
