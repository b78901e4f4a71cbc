import { idFor, newId, newSecret } from '../ids'
import { chargeTimeMs, DAY_MS, type Frequency } from './billing-time'
import { accountOf } from './books'
import { tell, tellPaid } from './membership-events'
import type { Draft, Membership, Order, Product, Session } from './model'
import type { Quote } from './pricing'
import { trialDaysOf } from './sellable'
import type { World } from './world'

const iso = (ms: number) => new Date(ms).toISOString()

const frequencyOf = (world: World, membership: Membership): Frequency =>
  (world.books.offers.get(membership.offerId)?.frequency ?? 'monthly') as Frequency

const save = (world: World, membership: Membership): Membership => world.books.memberships.put(membership)

/** One charge; it is an order of the provider's, shown in its lists only when that is switched on. */
function charge(world: World, membership: Membership): { membership: Membership; order: Order } {
  const nowMs = world.now()
  const { beforeTaxMinor, taxMinor, totalMinor } = membership
  const order: Order = {
    _id: newId(nowMs),
    testMode: membership.testMode,
    userId: membership.userId,
    sessionId: membership.sessionId,
    productId: membership.offerId,
    membershipId: membership._id,
    buyerEmail: membership.buyerEmail,
    firstName: membership.firstName,
    lastName: membership.lastName,
    customerId: membership.customerId,
    country: membership.country,
    currency: membership.currency,
    beforeTaxMinor,
    taxMinor,
    taxPercent: membership.taxPercent,
    totalMinor,
    feeMinor: Math.min(totalMinor, Math.round(totalMinor * 0.029) + 30),
    discountCode: null,
    refundedMinor: 0,
    isRefunded: false,
    isDisputed: false,
    metadata: membership.metadata,
    clientReferenceId: membership.clientReferenceId,
    createdAt: iso(nowMs),
    visibleAtMs: nowMs + world.switches.values.order_visible_after_ms,
  }
  world.books.orders.put(order)
  return { order, membership: save(world, { ...membership, orderIds: [...membership.orderIds, order._id] }) }
}

type Bought = { session: Session; product: Product; draft: Required<Draft>; price: Quote }

/** The buyer subscribes: charged at once, or not before the trial is over. */
export function subscribe(world: World, { session, product, draft, price }: Bought) {
  const nowMs = world.now()
  const trialMs = trialDaysOf(product) * DAY_MS
  const anchorMs = nowMs + trialMs
  const frequency = String(product.frequency) as Frequency
  const membership = save(world, {
    _id: newId(nowMs),
    testMode: session.testMode,
    userId: accountOf(world.books, session.testMode).userId,
    offerId: product._id,
    customerId: idFor(`customer ${session.testMode} ${draft.email.toLowerCase()}`),
    sessionId: session._id,
    stripeSubscriptionId: newSecret('sub_').slice(0, 28),
    status: trialMs > 0 ? 'trialing' : 'active',
    anchorAt: iso(anchorMs),
    index: trialMs > 0 ? -1 : 0,
    currentPeriodStart: iso(nowMs),
    currentPeriodEnd: iso(trialMs > 0 ? anchorMs : chargeTimeMs(anchorMs, frequency, 1)),
    cancelAtPeriodEnd: false,
    cardDeclines: false,
    trialWarned: false,
    buyerEmail: draft.email,
    firstName: draft.firstName,
    lastName: draft.lastName,
    country: draft.country,
    currency: price.currency,
    beforeTaxMinor: price.beforeTaxMinor,
    taxMinor: price.taxMinor,
    taxPercent: price.taxPercent,
    totalMinor: price.totalMinor,
    metadata: session.metadata,
    clientReferenceId: session.clientReferenceId,
    createdAt: iso(nowMs),
    orderIds: [],
  })
  return trialMs > 0 ? { membership, order: null } : charge(world, membership)
}

/** What is told when it begins; a trial brings an invoice of nothing where that is switched on. */
export async function tellBegun(world: World, membership: Membership): Promise<void> {
  await tell(world, membership, 'customer.subscription.created')
  if (membership.status !== 'trialing') return tellPaid(world, membership, membership.totalMinor)
  if (world.switches.values.trial_invoice === 'zero') await tellPaid(world, membership, 0)
}

function nextPeriod(world: World, membership: Membership): Membership {
  const index = membership.index + 1
  const anchorMs = Date.parse(membership.anchorAt)
  const frequency = frequencyOf(world, membership)
  return {
    ...membership,
    index,
    currentPeriodStart: iso(chargeTimeMs(anchorMs, frequency, index)),
    currentPeriodEnd: iso(chargeTimeMs(anchorMs, frequency, index + 1)),
  }
}

async function collect(world: World, membership: Membership): Promise<void> {
  if (membership.cardDeclines) {
    const overdue = save(world, { ...membership, status: 'past_due' })
    await tell(world, overdue, 'invoice.payment_failed', overdue.totalMinor)
    return tell(world, overdue, 'customer.subscription.updated')
  }
  const paid = charge(world, { ...membership, status: 'active' }).membership
  await tellPaid(world, paid, paid.totalMinor)
  await tell(world, paid, 'customer.subscription.updated')
}

/** The end of an interval or trial: the next is charged, or the subscription ends. */
async function turn(world: World, membership: Membership): Promise<void> {
  if (membership.cancelAtPeriodEnd || membership.status === 'past_due') return end(world, membership)
  await collect(world, save(world, nextPeriod(world, membership)))
}

async function end(world: World, membership: Membership): Promise<void> {
  await tell(world, save(world, { ...membership, status: 'canceled' }), 'customer.subscription.deleted')
}

const isRunning = ({ status }: Membership) => status !== 'canceled' && status !== 'paused'

function nextStep(membership: Membership): { atMs: number; run: (world: World) => Promise<void> } {
  const endMs = Date.parse(membership.currentPeriodEnd)
  if (membership.status === 'trialing' && !membership.trialWarned) {
    const warn = (world: World) =>
      tell(world, save(world, { ...membership, trialWarned: true }), 'customer.subscription.trial_will_end')
    return { atMs: Math.max(Date.parse(membership.createdAt), endMs - 3 * DAY_MS), run: warn }
  }
  return { atMs: endMs, run: (world) => turn(world, membership) }
}

/** Does what fell due until a moment, each at its own time, for all or for one. Leaves the clock where it comes to. */
async function runDue(world: World, untilMs: number, isMeant: (membership: Membership) => boolean): Promise<void> {
  for (;;) {
    const steps = world.books.memberships
      .all()
      .filter((membership) => isRunning(membership) && isMeant(membership))
      .map(nextStep)
    const [first] = steps.filter(({ atMs }) => atMs <= untilMs).sort((one, other) => one.atMs - other.atMs)
    if (!first) break
    if (first.atMs > world.now()) world.setNow(first.atMs)
    await first.run(world)
  }
}

/** Lets the time pass, and all that falls due with it. */
export async function runUntil(world: World, untilMs: number): Promise<void> {
  await runDue(world, untilMs, () => true)
  world.setNow(untilMs)
}

/** Takes one membership to its next interval, as if it were time; for all others the clock stays. */
export async function runToNextInterval(world: World, { _id, currentPeriodEnd }: Membership): Promise<void> {
  const nowMs = world.now()
  await runDue(world, Date.parse(currentPeriodEnd), (membership) => membership._id === _id)
  world.setNow(nowMs)
}

/** The buyer's card takes money again: the open invoice is paid. */
export async function retry(world: World, membership: Membership): Promise<void> {
  await collect(world, save(world, { ...membership, cardDeclines: false }))
}

export async function pause(world: World, membership: Membership): Promise<void> {
  const { pause_event: name } = world.switches.values
  await tell(world, save(world, { ...membership, status: 'paused' }), `customer.subscription.${name}`)
}

/** Goes on; an interval that ended meanwhile begins anew today. */
export async function resume(world: World, membership: Membership): Promise<void> {
  const isOver = Date.parse(membership.currentPeriodEnd) <= world.now()
  const anchor = isOver ? { anchorAt: iso(world.now()), index: -1 } : {}
  const going = save(world, { ...membership, ...anchor, status: 'active' })
  await tell(world, going, 'customer.subscription.resumed')
  if (isOver) await collect(world, save(world, nextPeriod(world, going)))
}

/** Cancelled at the end of the interval, or at once where that is switched on. */
export async function cancel(world: World, membership: Membership): Promise<void> {
  if (world.switches.values.subscription_cancel === 'at_once') return end(world, membership)
  await tell(world, save(world, { ...membership, cancelAtPeriodEnd: true }), 'customer.subscription.updated')
}
