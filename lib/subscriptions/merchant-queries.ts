import 'server-only'
import { requireMerchant } from '@/lib/auth/require-merchant'
import { type Prisma, prisma } from '@/lib/db'
import type { Mode } from '@/lib/payments/contract/provider-id'
import { providerName } from '@/lib/payments/providers'
import type { PlanRow, SubscriptionDetail, SubscriptionRow, SubscriptionState, UnmatchedRow } from './model'

const subscriptionsPerPage = 50

const rowSelect = {
  id: true,
  provider: true,
  mode: true,
  state: true,
  interval: true,
  priceMinor: true,
  currency: true,
  startedAt: true,
  trialEndsAt: true,
  currentPeriodEnd: true,
  cancelAtPeriodEnd: true,
  order: { select: { number: true, name: true, email: true, lines: { select: { productName: true }, take: 1 } } },
  _count: { select: { orders: { where: { paidAt: { not: null } } } } },
} as const satisfies Prisma.SubscriptionSelect

type Selected = Prisma.SubscriptionGetPayload<{ select: typeof rowSelect }>

function toRow({ order, _count, ...row }: Selected): SubscriptionRow {
  const { number: orderNumber, name, email, lines } = order
  return {
    ...row,
    provider: providerName(row.provider),
    orderNumber,
    name,
    email,
    productName: lines[0]?.productName ?? '',
    paidCount: _count.orders,
  }
}

type Listed = { rows: SubscriptionRow[]; olderThan: number | null }

/** A page of subscriptions, newest first; `olderThan` is the last id of the page before. Merchants only. */
export async function listSubscriptions(filter: {
  state: SubscriptionState | null
  olderThan: number | null
}): Promise<Listed> {
  await requireMerchant()
  const { state, olderThan } = filter
  const found = await prisma().subscription.findMany({
    where: { ...(state && { state }), ...(olderThan !== null && { id: { lt: olderThan } }) },
    select: rowSelect,
    orderBy: { id: 'desc' },
    take: subscriptionsPerPage + 1,
  })
  const rows = found.slice(0, subscriptionsPerPage).map(toRow)
  return { rows, olderThan: found.length > subscriptionsPerPage ? (rows.at(-1)?.id ?? null) : null }
}

/** One subscription with everything that happened to it; null when there is none. Merchants only. */
export async function findSubscriptionDetail(idText: string): Promise<SubscriptionDetail | null> {
  await requireMerchant()
  if (!/^[1-9]\d{0,8}$/.test(idText)) return null
  const found = await prisma().subscription.findUnique({
    where: { id: Number(idText) },
    select: {
      ...rowSelect,
      providerSubscriptionId: true,
      providerCustomerId: true,
      portalUrl: true,
      currentPeriodStart: true,
      endedAt: true,
      lookedAt: true,
      nextLookAt: true,
      orders: {
        select: { number: true, status: true, periodStart: true, totalMinor: true, paidAt: true },
        orderBy: { periodStart: 'desc' },
        take: 200,
      },
      events: { select: { id: true, at: true, actor: true, text: true }, orderBy: { id: 'desc' }, take: 300 },
    },
  })
  if (!found) return null
  const { order, _count, ...rest } = found
  return { ...rest, ...toRow({ ...rest, order, _count }) }
}

/** The subscription that an order began or renews; null without one. Merchants only. */
export async function findSubscriptionOfOrder(orderId: number): Promise<{ id: number } | null> {
  await requireMerchant()
  const order = await prisma().order.findUnique({ where: { id: orderId }, select: { subscriptionId: true } })
  return order?.subscriptionId ? { id: order.subscriptionId } : null
}

/** Every plan with its offers in a mode, by product. Merchants only. */
export async function listPlans(mode: Mode): Promise<PlanRow[]> {
  await requireMerchant()
  const plans = await prisma().variantPlan.findMany({
    include: {
      offers: { where: { mode }, select: { provider: true, providerOfferId: true } },
      variant: { select: { sku: true, priceMinor: true, currency: true, product: { select: { name: true } } } },
    },
    orderBy: { variantId: 'asc' },
    take: 200,
  })
  return plans.map(({ interval, trialDays, offers, variant }) => ({
    interval,
    trialDays,
    sku: variant.sku,
    productName: variant.product.name,
    priceMinor: variant.priceMinor,
    currency: variant.currency,
    offers: offers.map(({ provider, providerOfferId }) => ({ provider, offerId: providerOfferId })),
  }))
}

const mostUnmatched = 50

/** Subscriptions that no order here explains, those that wait for a decision first. Merchants only. */
export async function listUnmatched(): Promise<UnmatchedRow[]> {
  await requireMerchant()
  const found = await prisma().unmatchedSubscription.findMany({
    include: { merchant: { select: { name: true } } },
    orderBy: [{ setAsideAt: { sort: 'desc', nulls: 'first' } }, { id: 'asc' }],
    take: mostUnmatched,
  })
  return found.map(({ startedAt, firstSeenAt, paidMinor, currency, setAsideAt, setAsideReason, merchant, ...row }) => ({
    ...row,
    provider: providerName(row.provider),
    since: startedAt ?? firstSeenAt,
    paid: paidMinor !== null && currency ? { amountMinor: paidMinor, currency } : null,
    setAside: setAsideAt && { at: setAsideAt, by: merchant?.name ?? null, reason: setAsideReason ?? '' },
  }))
}
