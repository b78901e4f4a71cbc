import type { PaymentVerdict } from '@/lib/orders/model'
import { formatMoney } from '@/lib/shared/money'
import { fromWallTime } from '@/lib/shared/wall-time'

/** Words and shapes of the money match; safe in the browser. All amounts are minor units, the provider's tax included. */

export const matchBuckets = [
  'amount_differs',
  'only_here',
  'only_there',
  'duplicate',
  'refund_differs',
  'equal',
] as const
export type MatchBucket = (typeof matchBuckets)[number]

/** How merchants read a bucket. */
export const matchBucketTexts: Record<MatchBucket, string> = {
  amount_differs: 'Amount differs',
  only_here: 'Paid only here',
  only_there: 'Paid only there',
  duplicate: 'Duplicate',
  refund_differs: 'Refund differs',
  equal: 'Equal',
}

/** What one side says of a payment. `refundedMinor` null: it is not known how much went back. */
export type MatchSide = { currency: string; grossMinor: number; refundedMinor: number | null }

/** A payment as the provider lists it. */
export type ProviderSide = MatchSide & { providerOrderId: string; isRefunded: boolean; at: Date | null }

/** A payment as the shop has it; without a provider's id it is a merchant's word alone. */
export type ShopSide = MatchSide & {
  providerOrderId: string | null
  refundedMinor: number
  orderNumber: number | null
  verdict: PaymentVerdict
  /** What disagreed when it came, in words. */
  difference: string | null
  at: Date
}

/** What sets a row right: ask the provider again, refund on the order's page, decide there, or find its order in Rescue. */
export type MatchFix = 'none' | 'check' | 'refund' | 'decide' | 'rescue'

/** One payment, as both sides see it. */
export type MatchRow = {
  bucket: MatchBucket
  providerOrderId: string | null
  orderNumber: number | null
  at: Date | null
  there: MatchSide | null
  here: MatchSide | null
  /** What is different, in a sentence. */
  text: string
  fix: MatchFix
}

/** What a bucket comes to in one currency; minor units. */
export type MatchTotal = { currency: string; count: number; thereMinor: number; hereMinor: number }

/** The provider's payments of a period beside the shop's. */
export type MoneyMatch = {
  rows: MatchRow[]
  /** Why not everything was compared; null when all was. */
  problem: string | null
  /** Compared from this moment on; later than asked when the provider's list could not be read to its end. */
  comparedFrom: Date
  /** Payments of the shop about which the provider could not be asked. */
  leftOut: number
}

type Judgement = Pick<MatchRow, 'bucket' | 'text' | 'fix'>

const money = ({ currency }: MatchSide, amountMinor: number) => formatMoney({ amountMinor, currency })

function judgeOneSided(there: ProviderSide | null, here: ShopSide | null): Judgement | null {
  if (!here) return { bucket: 'only_there', text: 'The shop has not heard of it.', fix: 'check' }
  if (there) {
    if (here.orderNumber !== null) return null
    const isBack = here.refundedMinor >= here.grossMinor
    const text = `It is written down, and no order explains it.${isBack ? ' All of it went back.' : ''}`
    return { bucket: 'only_there', text, fix: isBack ? 'none' : 'rescue' }
  }
  if (here.providerOrderId === null) {
    return { bucket: 'only_here', text: 'A merchant marked the order paid by hand.', fix: 'decide' }
  }
  const fix = here.orderNumber === null ? 'rescue' : 'decide'
  return { bucket: 'only_here', text: 'The provider does not know this payment.', fix }
}

function judgeRefunds(there: ProviderSide, here: ShopSide): Judgement | null {
  if (there.refundedMinor === null) {
    if (!there.isRefunded || here.refundedMinor > 0) return null
    return { bucket: 'refund_differs', text: 'It is refunded there, and not here.', fix: 'check' }
  }
  if (there.refundedMinor === here.refundedMinor) return null
  const text = `${money(there, there.refundedMinor)} went back there, ${money(here, here.refundedMinor)} here.`
  return { bucket: 'refund_differs', text, fix: 'check' }
}

function judgePair(there: ProviderSide, here: ShopSide): Judgement {
  if (there.currency !== here.currency || there.grossMinor !== here.grossMinor) {
    const text = `The provider says ${money(there, there.grossMinor)}, the shop ${money(here, here.grossMinor)}.`
    return { bucket: 'amount_differs', text, fix: 'decide' }
  }
  const refunds = judgeRefunds(there, here)
  if (refunds) return refunds
  const isBack = here.refundedMinor >= here.grossMinor
  const fix = (open: MatchFix) => (isBack ? 'none' : open)
  const back = isBack ? ' All of it went back.' : ''
  if (here.verdict === 'mismatch') {
    const text = `${here.difference ?? 'It is not what the order asked for.'}${back}`
    return { bucket: 'amount_differs', text, fix: fix('decide') }
  }
  if (here.verdict === 'duplicate') {
    return { bucket: 'duplicate', text: `The order was paid before.${back}`, fix: fix('refund') }
  }
  return { bucket: 'equal', text: 'Both sides agree.', fix: 'none' }
}

function judge(there: ProviderSide | null, here: ShopSide | null): Judgement {
  const oneSided = judgeOneSided(there, here)
  if (oneSided || !there || !here) return oneSided ?? { bucket: 'equal', text: '', fix: 'none' }
  return judgePair(there, here)
}

const sideOf = (side: MatchSide | null): MatchSide | null =>
  side && { currency: side.currency, grossMinor: side.grossMinor, refundedMinor: side.refundedMinor }

function rowOf(there: ProviderSide | null, here: ShopSide | null): MatchRow {
  const judgement = judge(there, here)
  return {
    ...judgement,
    providerOrderId: there?.providerOrderId ?? here?.providerOrderId ?? null,
    orderNumber: here?.orderNumber ?? null,
    at: there?.at ?? here?.at ?? null,
    there: sideOf(there),
    // Money that no order explains is not the shop's yet, although it is written down.
    here: judgement.bucket === 'only_there' ? null : sideOf(here),
  }
}

/**
 * Lays the provider's payments beside the shop's, each in one of six buckets, newest first. A payment listed twice is one. Pure.
 */
export function matchMoney(there: readonly ProviderSide[], here: readonly ShopSide[]): MatchRow[] {
  const known = new Map(here.map((payment) => [payment.providerOrderId, payment]))
  const listed = new Map(there.map((payment) => [payment.providerOrderId, payment]))
  const rows = [
    ...[...listed.values()].map((payment) => rowOf(payment, known.get(payment.providerOrderId) ?? null)),
    ...here.filter(({ providerOrderId }) => !listed.has(providerOrderId ?? '')).map((payment) => rowOf(null, payment)),
  ]
  return rows.sort((a, b) => (b.at?.getTime() ?? 0) - (a.at?.getTime() ?? 0))
}

/** Counts and sums of a bucket, by currency. Pure. */
export function totalsOf(rows: readonly MatchRow[]): MatchTotal[] {
  const totals = new Map<string, MatchTotal>()
  for (const { there, here } of rows) {
    const currency = (there ?? here)?.currency ?? ''
    const total = totals.get(currency) ?? { currency, count: 0, thereMinor: 0, hereMinor: 0 }
    total.count += 1
    total.thereMinor += there?.grossMinor ?? 0
    if (here?.currency === currency) total.hereMinor += here.grossMinor
    totals.set(currency, total)
  }
  return [...totals.values()]
}

/** Days of the shop's own calendar, both included, and the moments they begin and end at. */
export type MatchPeriod = { fromDay: string; toDay: string; from: Date; to: Date; isCut: boolean }

/** Longer periods are cut at their beginning. */
export const longestPeriodDays = 92
const defaultDays = 7
const dayMs = 86_400_000

const dayAfter = (day: string, days: number) =>
  new Date(Date.parse(`${day}T00:00Z`) + days * dayMs).toISOString().slice(0, 10)

/** Where clocks are put forward at midnight, a day begins an hour later. */
const startOf = (day: string, timeZone: string) =>
  fromWallTime(`${day}T00:00`, timeZone) ?? fromWallTime(`${day}T01:00`, timeZone) ?? new Date(`${day}T00:00Z`)

const readDay = (text: unknown): string | null => {
  if (typeof text !== 'string' || !/^20\d{2}-\d{2}-\d{2}$/.test(text)) return null
  return Number.isNaN(Date.parse(`${text}T00:00Z`)) || dayAfter(text, 0) !== text ? null : text
}

/** Reads a period from an address: the last seven days by default, at most 92 to its end. Pure. */
export function readPeriod(asked: { from?: unknown; to?: unknown }, now: Date, timeZone: string): MatchPeriod {
  const today = new Intl.DateTimeFormat('sv-SE', { dateStyle: 'short', timeZone }).format(now)
  const toDay = readDay(asked.to) ?? today
  const wanted = readDay(asked.from) ?? dayAfter(toDay, 1 - defaultDays)
  const earliest = dayAfter(toDay, 1 - longestPeriodDays)
  const fromDay = wanted > toDay ? toDay : wanted < earliest ? earliest : wanted
  const to = new Date(startOf(dayAfter(toDay, 1), timeZone).getTime() - 1)
  return { fromDay, toDay, from: startOf(fromDay, timeZone), to, isCut: wanted < earliest }
}
