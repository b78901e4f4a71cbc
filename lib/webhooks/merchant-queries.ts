import 'server-only'
import { requireMerchant } from '@/lib/auth/require-merchant'
import { type Prisma, prisma } from '@/lib/db'
import { env } from '@/lib/env'
import { providerIds } from '@/lib/payments/contract/provider-id'
import { providerName } from '@/lib/payments/providers'
import { fromWallTime } from '@/lib/shared/wall-time'
import { type DeliveryDetail, type DeliveryFilter, type DeliveryRow, type Refusals, replayCap } from './model'

const deliveriesPerPage = 50

/** As much of a body as a page carries; the whole one has an address of its own. */
const shownBodyBytes = 16_000

const rowSelect = {
  id: true,
  provider: true,
  state: true,
  reason: true,
  eventName: true,
  providerOrderId: true,
  orderId: true,
  receivedAt: true,
  tookMs: true,
  tries: true,
} as const

type Found = Prisma.WebhookEventGetPayload<{ select: typeof rowSelect }>

async function withNames<Row extends { orderId: number | null; provider: string }>(found: Row[]) {
  const orderIds = found.flatMap(({ orderId }) => orderId ?? [])
  const orders = await prisma().order.findMany({ where: { id: { in: orderIds } }, select: { id: true, number: true } })
  const numbers = new Map(orders.map(({ id, number }) => [id, number]))
  return found.map(({ orderId, provider, ...row }) => ({
    ...row,
    providerName: providerName(provider),
    orderNumber: orderId === null ? null : (numbers.get(orderId) ?? null),
  }))
}

async function searched(search: string): Promise<Prisma.WebhookEventWhereInput> {
  if (search === '') return {}
  const number = /^#?(\d{1,9})$/.exec(search)?.[1]
  const order = number ? await prisma().order.findUnique({ where: { number: Number(number) } }) : null
  // Provider and mode are named only because the index begins with them.
  const ofPayment = {
    provider: { in: [...providerIds] },
    mode: { in: ['test', 'live'] },
    providerOrderId: search,
  } satisfies Prisma.WebhookEventWhereInput
  return { OR: [ofPayment, ...(order ? [{ orderId: order.id }] : [])] }
}

async function whereOf({ state, search, from, to }: DeliveryFilter): Promise<Prisma.WebhookEventWhereInput> {
  const zone = env().SHOP_TIMEZONE
  const [since, until] = [fromWallTime(from, zone), fromWallTime(to, zone)]
  return {
    ...(state && { state }),
    ...((since || until) && { receivedAt: { ...(since && { gte: since }), ...(until && { lte: until }) } }),
    ...(await searched(search)),
  }
}

/** A page of the webhook log, and where to go from it. */
export type DeliveryPage = { rows: DeliveryRow[]; olderThan: number | null; newerThan: number | null }

async function readPage({ olderThan, newerThan }: DeliveryFilter, where: Prisma.WebhookEventWhereInput) {
  const isBackwards = newerThan !== null
  const cursor = isBackwards ? { gt: newerThan } : olderThan !== null ? { lt: olderThan } : undefined
  const found: Found[] = await prisma().webhookEvent.findMany({
    where: { AND: [where, ...(cursor ? [{ id: cursor }] : [])] },
    select: rowSelect,
    orderBy: { id: isBackwards ? 'asc' : 'desc' },
    take: deliveriesPerPage + 1,
  })
  const page = found.slice(0, deliveriesPerPage)
  return { page: isBackwards ? page.toReversed() : page, hasMore: found.length > deliveriesPerPage }
}

/** The webhook log, newest first, without the bodies. Merchants only. */
export async function listDeliveries(filter: DeliveryFilter): Promise<DeliveryPage> {
  await requireMerchant()
  const { page, hasMore } = await readPage(filter, await whereOf(filter))
  const isBackwards = filter.newerThan !== null
  const hasOlder = isBackwards || hasMore
  const hasNewer = isBackwards ? hasMore : filter.olderThan !== null
  return {
    rows: await withNames(page),
    olderThan: hasOlder ? (page.at(-1)?.id ?? null) : null,
    newerThan: hasNewer ? (page[0]?.id ?? null) : null,
  }
}

/** The deliveries that a replay of this filter takes, oldest first, and whether there are more. Merchants only. */
export async function listReplayable(filter: DeliveryFilter): Promise<{ eventIds: number[]; hasMore: boolean }> {
  await requireMerchant()
  const found = await prisma().webhookEvent.findMany({
    where: await whereOf(filter),
    select: { id: true },
    orderBy: { id: 'asc' },
    take: replayCap + 1,
  })
  return { eventIds: found.slice(0, replayCap).map(({ id }) => id), hasMore: found.length > replayCap }
}

/** One delivery; null when there is none. Merchants only. */
export async function findDelivery(eventId: number): Promise<DeliveryDetail | null> {
  await requireMerchant()
  const found = await prisma().webhookEvent.findUnique({ where: { id: eventId }, omit: { bodyHash: true } })
  if (!found) return null
  const { rawBody, headers, processedAt: _, ...event } = found
  const [row] = await withNames([event])
  if (!row) return null
  return {
    ...row,
    headers: Object.entries(headers as Record<string, unknown>).map(([name, value]) => [name, String(value)]),
    body: new TextDecoder().decode(rawBody.subarray(0, shownBodyBytes)),
    bodyBytes: rawBody.byteLength,
    isCut: rawBody.byteLength > shownBodyBytes,
  }
}

/** A delivery's bytes, exactly as they came; null when there is none. Merchants only. */
export async function findDeliveryBody(eventId: number): Promise<Uint8Array | null> {
  await requireMerchant()
  const event = await prisma().webhookEvent.findUnique({ where: { id: eventId }, select: { rawBody: true } })
  return event?.rawBody ?? null
}

/** What was refused before it was stored, newest first. Merchants only. */
export async function listRefusals(): Promise<Refusals[]> {
  await requireMerchant()
  const found = await prisma().refusedDelivery.findMany({ orderBy: { lastAt: 'desc' } })
  return found.map(({ provider, ...refusals }) => ({ ...refusals, providerName: providerName(provider) }))
}
