import { prisma } from '@/lib/db'
import { toMajor } from '@/lib/shared/money'
import { makeCart, makeProduct } from './factories'
import type { FungiesShopWorld } from './fungies-shop-world'
import type { HandClock } from './shop-side'
import type { ShopWorld } from './shop-world'
import { checkOut } from './shopping'

/** What a subscriber of the shop world does. */

export type PlanFacts = {
  interval?: 'week' | 'month' | 'year'
  trialDays?: number
  priceMinor?: number
  stock?: number | null
}

const dayMs = 86_400_000
const frequencies = { week: 'weekly', month: 'monthly', year: 'yearly' }

const eventNames = [
  'customer.subscription.created',
  'customer.subscription.updated',
  'customer.subscription.deleted',
  'customer.subscription.pause',
  'customer.subscription.paused',
  'customer.subscription.resumed',
  'customer.subscription.trial_will_end',
  'invoice.paid',
  'invoice.payment_succeeded',
  'invoice.payment_failed',
]

/** Lets the provider tell of subscriptions too, and puts its clock where the shop's is. */
export async function openSubscriptions(world: ShopWorld): Promise<void> {
  const webhooks = (await world.api('GET', '/webhooks')) as { _id: string; events: string[] }[]
  for (const { _id, events } of webhooks)
    await world.api('PUT', `/webhooks/${_id}`, { events: [...new Set([...events, ...eventNames])] })
  await world.control('POST', '/clock', { at: world.clock.now().toISOString() })
}

/** A plan with its offer at the provider, and a cart with it. */
export async function fillPlanCart(world: ShopWorld, facts: PlanFacts = {}) {
  const { interval = 'month', trialDays = 0, priceMinor = 900, stock = null } = facts
  const product = await makeProduct({ name: 'Paper post', priceMinor, stock })
  const price = toMajor({ amountMinor: priceMinor, currency: 'USD' })
  const frequency = frequencies[interval]
  const offer = await world.api('POST', '/subscriptions', {
    name: 'Paper post',
    price,
    frequency,
    trialPeriod: trialDays,
  })
  await prisma().variantPlan.create({
    data: {
      variantId: product.variantId,
      interval,
      trialDays,
      offers: { create: { provider: 'pocketsflow', mode: 'test', providerOfferId: offer._id } },
    },
  })
  const cart = await makeCart([{ variantId: product.variantId, seenPriceMinor: priceMinor }])
  return { ...product, ...cart, offerId: String(offer._id), priceMinor }
}

/** A monthly plan of $9 in a cart, for a provider that needs no offer to sell it. */
export async function fillMonthlyCart({ trialDays = 0 } = {}) {
  const { variantId } = await makeProduct({ name: 'Paper post', priceMinor: 900, stock: null })
  await prisma().variantPlan.create({ data: { variantId, interval: 'month', trialDays } })
  return makeCart([{ variantId, seenPriceMinor: 900 }])
}

/** A plan bought at Fungies; `subscriptionId` is the provider's: the number of the order that began it. */
export async function subscribeAtFungies(world: FungiesShopWorld, facts: { trialDays?: number } = {}) {
  const cart = await fillMonthlyCart(facts)
  const started = await world.checkOut(cart.token)
  const id = await world.pay(started.url)
  const { orders } = await world.control<{ orders: { _id: string; number: string }[] }>('GET', '/orders')
  return { ...started, id, subscriptionId: orders.find((order) => order._id === id)?.number ?? '' }
}

type Dated = {
  clock: HandClock
  switches(values: { clock_offset_ms: number }): Promise<unknown>
  reset(): Promise<void>
}

/**
 * Days that go by in the shop and at the provider. They only go on, over a reset too: an order of a later day must not stand
 * beside one of today.
 */
export function openCalendar(world: () => Dated) {
  let aheadMs = 0
  const moveProvider = () => world().switches({ clock_offset_ms: aheadMs })
  return {
    passDays: async (days: number) => {
      world().clock.forwardMs(days * dayMs)
      aheadMs += days * dayMs
      await moveProvider()
    },
    reset: async () => {
      await world().reset()
      await moveProvider()
    },
  }
}

type Told = { _id: string; currentPeriodEnd: string; status: string }

/** A plan bought and paid; `subscriptionId` is the provider's. */
export async function subscribe(world: ShopWorld, facts: PlanFacts = {}) {
  const cart = await fillPlanCart(world, facts)
  const { url, orderNumber } = await checkOut(world, cart.token)
  const sessionId = url.split('/').at(-1)
  const { subscription } = (await world.control('POST', `/sessions/${sessionId}/pay`, {
    email: 'ada@example.com',
  })) as { subscription: Told }
  await world.settleDown()
  return { ...cart, orderNumber, subscriptionId: subscription._id }
}

/** Time passes at the provider and in the shop; what falls due at the provider happens on the way. */
export async function passTime(world: ShopWorld, until: Date): Promise<void> {
  world.clock.forwardMs(until.getTime() - world.clock.now().getTime())
  await world.control('POST', '/clock', { until: until.toISOString() })
  await world.settleDown()
}

/** On to just behind the end of the interval that a subscription is in. */
export async function passInterval(world: ShopWorld, subscriptionId: string, afterMs = 60_000): Promise<void> {
  const { subscriptions } = (await world.control('GET', '/subscriptions')) as { subscriptions: Told[] }
  const told = subscriptions.find((one) => one._id === subscriptionId)
  if (!told) throw new Error('the provider has no such subscription')
  await passTime(world, new Date(Date.parse(told.currentPeriodEnd) + afterMs))
}

/** The shop's subscription with its orders, the oldest interval first. */
export function readSubscription(providerSubscriptionId: string) {
  return prisma().subscription.findFirstOrThrow({
    where: { providerSubscriptionId },
    include: {
      order: { include: { mails: { orderBy: { id: 'asc' } } } },
      orders: { include: { payments: true, lines: true, mails: true }, orderBy: { periodStart: 'asc' } },
      events: { orderBy: { id: 'asc' } },
    },
  })
}

/** The orders of a subscription, the oldest interval first. */
export const ordersOf = async (providerSubscriptionId: string) =>
  (await readSubscription(providerSubscriptionId)).orders
