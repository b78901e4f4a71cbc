import type { Account } from '@/lib/ledger/model'
import { formatMoney } from '@/lib/shared/money'
import type { OrderSnapshot } from './snapshot-order'

/** One thing that differs between two moments, in words. */
export type DescribedChange = { part: string; name: string; before: string; after: string }

type Fact = { key: string; part: string; name: string; value: string }

const inWords = (word: string) => word.replaceAll('_', ' ')
const yesNo = (is: boolean) => (is ? 'yes' : 'no')

/** Credits stand below zero in the books; as people read them, they are amounts. */
const accountTexts: Record<Account, { name: string; sign: 1 | -1 }> = {
  provider: { name: 'Held by the provider', sign: 1 },
  fees: { name: 'Provider’s fees', sign: 1 },
  refunds: { name: 'Refunds', sign: 1 },
  sales: { name: 'Sales', sign: -1 },
  tax: { name: 'Tax', sign: -1 },
  owed_to_buyers: { name: 'Owed to buyers', sign: -1 },
  unexplained: { name: 'Unexplained money', sign: -1 },
}

const fact = (part: string, name: string, value: string, key = name): Fact => ({
  key: `${part} ${key}`,
  part,
  name,
  value,
})

function orderFacts({ order }: OrderSnapshot): Fact[] {
  if (!order) return []
  const due = { amountMinor: order.refundDueMinor, currency: order.currency }
  return [
    fact('Order', 'Status', inWords(order.status)),
    fact('Order', 'Fulfilment', inWords(order.fulfilment)),
    fact('Order', 'Receipt number', order.receiptNumber === null ? 'none' : String(order.receiptNumber)),
    fact('Order', 'Confirmed by', order.confirmedBy === null ? 'nobody' : inWords(order.confirmedBy)),
    fact('Order', 'Refund due', formatMoney(due)),
    fact('Order', 'Paid late', yesNo(order.paidLate)),
    fact('Order', 'Paid twice', yesNo(order.paidTwice)),
    fact('Order', 'Review', order.reviewReason ?? 'none'),
  ]
}

function moneyFacts({ payments, refunds, ledger }: OrderSnapshot): Fact[] {
  const paid = payments.map(({ providerOrderId, verdict, currency, grossMinor, refundedMinor }) => {
    const back = refundedMinor > 0 ? `, ${formatMoney({ amountMinor: refundedMinor, currency })} given back` : ''
    const value = `${formatMoney({ amountMinor: grossMinor, currency })}, ${inWords(verdict)}${back}`
    return fact('Payment', providerOrderId, value)
  })
  const returned = refunds.map(({ id, state, currency, amountMinor }) =>
    fact('Refund', 'A refund', `${formatMoney({ amountMinor, currency })}, ${inWords(state)}`, String(id)),
  )
  const books = ledger.map(({ account, currency, amountMinor }) => {
    const { name, sign } = accountTexts[account]
    return fact('Ledger', name, formatMoney({ amountMinor: amountMinor * sign, currency }), `${account} ${currency}`)
  })
  return [...paid, ...returned, ...books]
}

function factsOf(snapshot: OrderSnapshot): Fact[] {
  return [
    ...orderFacts(snapshot),
    ...snapshot.stock.map(({ sku, units }) => fact('Stock', sku, `${units} left`)),
    ...moneyFacts(snapshot),
    ...snapshot.mails.map(({ kind, count }) => fact('Mail', inWords(kind), String(count))),
    ...snapshot.story.map(({ id, text }) => fact('Story', 'New entry', text, String(id))),
  ]
}

const absent = 'none'

/** What differs between two looks at one order, in words and in the order of the page; empty when nothing does. Pure. */
export function describeChange(before: OrderSnapshot, after: OrderSnapshot): DescribedChange[] {
  const earlier = new Map(factsOf(before).map((one) => [one.key, one]))
  const later = new Map(factsOf(after).map((one) => [one.key, one]))
  const gone = [...earlier.values()].filter(({ key }) => !later.has(key)).map((one) => ({ ...one, value: absent }))
  return [...later.values(), ...gone].flatMap(({ key, part, name, value }) => {
    const was = earlier.get(key)?.value ?? absent
    return was === value ? [] : [{ part, name, before: was, after: value }]
  })
}
