import { isAgreed } from '@/lib/orders/model'
import { largestRemainder } from '@/lib/shared/largest-remainder'
import { err, ok, type Result } from '@/lib/shared/result'
import type {
  PlannedRefund,
  RefundableLine,
  RefundableOrder,
  RefundablePayment,
  RefundRefusal,
  RefundWish,
} from './model'

/** What can still be given back of a payment. Pure. */
export const refundableMinor = ({ grossMinor, refundedMinor, underWayMinor }: RefundablePayment): number =>
  Math.max(0, grossMinor - refundedMinor - underWayMinor)

const sum = (amounts: readonly number[]) => amounts.reduce((total, amount) => total + amount, 0)

/** The payments that an order stands on: those that paid it; before it is paid, those that agree, else those that differ. */
export function coveringPayments(order: Pick<RefundableOrder, 'isPaid' | 'payments'>): RefundablePayment[] {
  if (order.isPaid) return order.payments.filter((payment) => payment.isEarned)
  const agreed = order.payments.filter(isAgreed)
  return agreed.length > 0 ? agreed : order.payments.filter(({ verdict }) => verdict === 'mismatch')
}

/** Lines and the payments that paid for them together: all of them, or one line with its own. */
type Group = { payments: RefundablePayment[]; shares: { line: RefundableLine; grossMinor: number }[] }

function groupOf(payments: RefundablePayment[], lines: readonly RefundableLine[]): Group {
  const grossMinor = sum(payments.map((payment) => payment.grossMinor))
  const shares = largestRemainder(
    grossMinor,
    lines.map((line) => line.totalMinor),
  )
  return { payments, shares: lines.map((line, index) => ({ line, grossMinor: shares[index] ?? 0 })) }
}

function groupsOf(order: RefundableOrder): Group[] {
  const covering = coveringPayments(order)
  const paidAlone = order.lines.filter((line) => covering.some(({ lineId }) => lineId === line.id))
  const groups = paidAlone.map((line) =>
    groupOf(
      covering.filter(({ lineId }) => lineId === line.id),
      [line],
    ),
  )
  const together = covering.filter(({ lineId }) => lineId === null)
  if (together.length === 0) return groups
  const others = order.lines.filter((line) => !paidAlone.includes(line))
  return [...groups, groupOf(together, others)]
}

/** What each line cost its buyer, discount and tax in it: the shares of one payment's lines add up to it. Pure. */
export function lineGrosses(order: RefundableOrder): Map<number, number> {
  return new Map(groupsOf(order).flatMap(({ shares }) => shares.map(({ line, grossMinor }) => [line.id, grossMinor])))
}

/**
 * What `quantity` further units of a line are worth. Counts from what was given back for it so far, so that all units
 * together come to the line's gross to the cent, whatever failed in between. Pure.
 */
export function unitsMinor(line: RefundableLine, grossMinor: number, quantity: number): number {
  const units = line.refundedUnits + quantity
  const uptoMinor = Math.ceil((grossMinor * units) / line.quantity)
  return Math.max(0, Math.min(uptoMinor, grossMinor) - line.refundedMinor)
}

/** Takes an amount from payments in turn; null when they do not hold it. */
function takeFrom(payments: readonly RefundablePayment[], amountMinor: number): PlannedRefund[] | null {
  let leftMinor = amountMinor
  const planned = payments.map((payment) => {
    const takenMinor = Math.min(leftMinor, refundableMinor(payment))
    leftMinor -= takenMinor
    return { paymentId: payment.id, amountMinor: takenMinor, lines: [] }
  })
  return leftMinor > 0 ? null : planned.filter((one) => one.amountMinor > 0)
}

const leftOf = (payments: readonly RefundablePayment[]) => sum(payments.map(refundableMinor))

type Plan = Result<PlannedRefund[], RefundRefusal>

/** All that is left of a group's money, with all units of its lines that are left. */
function planGroup({ payments, shares }: Group): PlannedRefund[] {
  const [first, ...others] = takeFrom(payments, leftOf(payments)) ?? []
  if (!first) return []
  const left = shares.filter(({ line }) => line.refundedUnits < line.quantity)
  const weights = left.map(({ line, grossMinor }) => Math.max(0, grossMinor - line.refundedMinor))
  const amounts = left.length > 0 ? largestRemainder(first.amountMinor, weights) : []
  const lines = left.map(({ line }, index) => ({
    lineId: line.id,
    quantity: line.quantity - line.refundedUnits,
    amountMinor: amounts[index] ?? 0,
  }))
  return [{ ...first, lines }, ...others]
}

function planWhole(order: RefundableOrder, paymentId: number | undefined): Plan {
  const groups = groupsOf(order)
  if (paymentId === undefined) return ok(groups.flatMap(planGroup))
  const payment = order.payments.find((one) => one.id === paymentId)
  if (!payment) return err({ code: 'unknown_payment' })
  const alone = groups.find(({ payments }) => payments.length === 1 && payments[0] === payment)
  return ok(alone ? planGroup(alone) : (takeFrom([payment], refundableMinor(payment)) ?? []))
}

function planAmount(order: RefundableOrder, { amountMinor, paymentId }: RefundWish & { kind: 'amount' }): Plan {
  if (!Number.isSafeInteger(amountMinor) || amountMinor <= 0) return err({ code: 'bad_amount' })
  const payments =
    paymentId === undefined ? coveringPayments(order) : order.payments.filter(({ id }) => id === paymentId)
  if (paymentId !== undefined && payments.length === 0) return err({ code: 'unknown_payment' })
  const planned = takeFrom(payments, amountMinor)
  return planned ? ok(planned) : err({ code: 'exceeds', maxMinor: leftOf(payments) })
}

function planGroupLines({ payments, shares }: Group, wanted: ReadonlyMap<number, number>): Plan {
  const chosen = shares.filter(({ line }) => wanted.has(line.id))
  const lines = chosen.map(({ line, grossMinor }) => {
    const quantity = wanted.get(line.id) ?? 0
    return { lineId: line.id, quantity, amountMinor: unitsMinor(line, grossMinor, quantity) }
  })
  const amountMinor = sum(lines.map((line) => line.amountMinor))
  const taken = takeFrom(payments, amountMinor)
  if (!taken) return err({ code: 'exceeds', maxMinor: leftOf(payments) })
  return ok(taken.map((one, index) => (index === 0 ? { ...one, lines } : one)))
}

function planLines(order: RefundableOrder, { lines }: RefundWish & { kind: 'lines' }): Plan {
  const wanted = new Map(lines.map(({ lineId, quantity }) => [lineId, quantity]))
  const groups = groupsOf(order)
  const known = groups.flatMap(({ shares }) => shares.map(({ line }) => line))
  for (const [lineId, quantity] of wanted) {
    const line = known.find(({ id }) => id === lineId)
    if (!line) return err({ code: 'unknown_line' })
    const leftUnits = line.quantity - line.refundedUnits
    if (!Number.isSafeInteger(quantity) || quantity < 1) return err({ code: 'bad_amount' })
    if (quantity > leftUnits) return err({ code: 'too_many_units', leftUnits })
  }
  const planned: PlannedRefund[] = []
  for (const group of groups) {
    const plan = planGroupLines(group, wanted)
    if (!plan.ok) return plan
    planned.push(...plan.value)
  }
  return ok(planned)
}

function planByKind(order: RefundableOrder, wish: RefundWish): Plan {
  if (wish.kind === 'whole') return planWhole(order, wish.paymentId)
  return wish.kind === 'amount' ? planAmount(order, wish) : planLines(order, wish)
}

/** Money for one item counts as paid or as given back, nothing in between, while other items are still to be paid. */
function leavesPartOfItem(order: RefundableOrder, planned: PlannedRefund[]): boolean {
  if (!order.isPartlyPaid) return false
  const covering = coveringPayments(order)
  return planned.some(({ paymentId, amountMinor }) => {
    const payment = covering.find(({ id }) => id === paymentId)
    return payment !== undefined && amountMinor < refundableMinor(payment)
  })
}

/** Which calls give back what is wished for; a line's money goes back through the payment that paid it. Pure. */
export function planRefund(order: RefundableOrder, wish: RefundWish): Plan {
  const plan = planByKind(order, wish)
  if (!plan.ok) return plan
  if (plan.value.length === 0) return err({ code: 'nothing_refundable' })
  return leavesPartOfItem(order, plan.value) ? err({ code: 'only_whole_payments' }) : plan
}

/** How far the money that an order stands on was given back, judged against the gross that was paid. Pure. */
export function refundExtent(order: Pick<RefundableOrder, 'isPaid' | 'payments'>): 'none' | 'part' | 'all' {
  const covering = coveringPayments(order)
  const refundedMinor = sum(covering.map((payment) => payment.refundedMinor))
  if (refundedMinor === 0) return 'none'
  return refundedMinor >= sum(covering.map((payment) => payment.grossMinor)) ? 'all' : 'part'
}
