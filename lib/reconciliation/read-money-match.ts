import 'server-only'
import type { Clock } from '@/lib/clock'
import type { GatewayError } from '@/lib/payments/contract/gateway-error'
import type { ProviderPayment } from '@/lib/payments/contract/payments'
import type { PaymentGateway } from '@/lib/payments/gateway'
import { err, ok, type Result } from '@/lib/shared/result'
import { type MoneyMatch, matchMoney, type ProviderSide, type ShopSide } from './model'
import { readShopPayments } from './shop-payments'
import { walkPayments } from './walk-payments'

export type MoneyMatchInput = {
  gateway: PaymentGateway
  from: Date
  to: Date
  clock: Clock
  /** How long a person waits for the provider's list at most. */
  patienceMs?: number
}

const mostPages = 60
const mostLookUps = 20

type Ask = <Value>(call: () => Promise<Result<Value, GatewayError>>) => Promise<Result<Value, GatewayError>>

/** A person waits for this page: it stops, and says so, rather than waiting for calls to be allowed again. */
function impatient({ clock, patienceMs = 12_000 }: MoneyMatchInput): Ask {
  const endsAtMs = clock.now().getTime() + patienceMs
  return async (call) => {
    if (clock.now().getTime() < endsAtMs) return call()
    return err({ code: 'timeout', detail: `It took longer than ${patienceMs / 1_000} s.` })
  }
}

type Listed = { payments: ProviderPayment[]; problem: GatewayError | null }

async function listAll({ gateway, from, to }: MoneyMatchInput, ask: Ask): Promise<Listed> {
  const payments: ProviderPayment[] = []
  let pages = 0
  const walked = await walkPayments({
    from,
    ask: async (query) => {
      pages += 1
      if (pages > mostPages) return err({ code: 'refused', detail: `It has more than ${mostPages} pages.` })
      return ask(() => gateway.listPayments({ ...query, to: query.to ?? to }))
    },
    visit: async (page) => void payments.push(...page),
  })
  return { payments, problem: walked.ok ? null : walked.error }
}

type Refunded = (payment: ProviderPayment) => number | null

/** How much of a payment went back, as far as the provider's list of refunds tells it. */
async function readRefunded({ gateway }: MoneyMatchInput, ask: Ask): Promise<Result<Refunded, GatewayError>> {
  const capability = gateway.refunds
  if (!capability) return ok(() => null)
  const listed = await ask(() => capability.listNewest())
  if (!listed.ok) return listed
  const { refunds, isWhole } = listed.value
  return ok((payment) => {
    const own = refunds.filter((refund) => refund.providerOrderId === payment.providerOrderId)
    const completed = own.filter(({ state }) => state === 'completed')
    const sum = completed.reduce((minor, refund) => minor + (refund.amountIn(payment.currency) ?? 0), 0)
    // A flag that no refund explains, or a list that ends too early, leaves open how much it was.
    const isExplained = isWhole && (own.length > 0 || !payment.isRefunded)
    return isExplained ? sum : null
  })
}

const sideOf = (payment: ProviderPayment, refunded: Refunded): ProviderSide => ({
  providerOrderId: payment.providerOrderId,
  currency: payment.currency,
  grossMinor: payment.grossMinor,
  refundedMinor: refunded(payment),
  isRefunded: payment.isRefunded,
  at: payment.createdAt,
})

type Asked = { found: ProviderPayment[]; notHere: Set<string>; unanswered: Set<string> }

/** Asks by itself about each payment of ours that the list did not show: it may be of another day there, or be none. */
async function lookUpMissing(input: MoneyMatchInput, ask: Ask, missing: ShopSide[]): Promise<Asked> {
  const asked: Asked = { found: [], notHere: new Set(), unanswered: new Set() }
  const ids = missing.flatMap(({ providerOrderId }) => providerOrderId ?? [])
  for (const [index, id] of ids.entries()) {
    const answer = index < mostLookUps ? await ask(() => input.gateway.lookUpPayment(id)) : null
    if (!answer?.ok) asked.unanswered.add(id)
    else if (answer.value && isOutside(answer.value, input)) asked.notHere.add(id)
    else if (answer.value) asked.found.push(answer.value)
  }
  return asked
}

const isOutside = ({ createdAt }: ProviderPayment, { from, to }: MoneyMatchInput) =>
  createdAt !== null && (createdAt < from || createdAt > to)

/** A list that broke off says nothing about what is older than the oldest payment it showed. */
function comparedSince({ payments, problem }: Listed, { from, to }: MoneyMatchInput): Date {
  if (!problem) return from
  const times = payments.flatMap(({ createdAt }) => createdAt?.getTime() ?? [])
  return new Date(Math.min(to.getTime(), ...times))
}

function describe(problem: GatewayError): string {
  if (problem.code !== 'over_budget') return problem.detail
  return 'The calls that the shop allows itself in this minute are used up; look again in a minute.'
}

/**
 * The provider's payments of a period beside the shop's. Reads only; asks within the shared budget of calls and never
 * waits for it. What could not be compared is left out and counted, so that nothing is said that was not seen.
 */
export async function readMoneyMatch(input: MoneyMatchInput): Promise<MoneyMatch> {
  const ask = impatient(input)
  const listed = await listAll(input, ask)
  const comparedFrom = comparedSince(listed, input)
  const refunded = await readRefunded(input, ask)
  const ids = listed.payments.map(({ providerOrderId }) => providerOrderId)
  const here = await readShopPayments(input.gateway, { ids, from: comparedFrom, to: input.to })
  const shown = new Set<string | null>(ids)
  const missing = here.filter(({ providerOrderId }) => providerOrderId !== null && !shown.has(providerOrderId))
  const asked = await lookUpMissing(input, ask, missing)
  const isCompared = ({ providerOrderId: id }: ShopSide) =>
    id === null || !(asked.notHere.has(id) || asked.unanswered.has(id))
  const howMuch: Refunded = refunded.ok ? refunded.value : () => null
  const there = [...listed.payments, ...asked.found].map((payment) => sideOf(payment, howMuch))
  const problem = listed.problem ?? (refunded.ok ? null : refunded.error)
  return {
    rows: matchMoney(there, here.filter(isCompared)),
    problem: problem && describe(problem),
    comparedFrom,
    leftOut: asked.unanswered.size,
  }
}
