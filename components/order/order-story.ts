import { isClosedUnpaid, type OrderStatus, type ShopperOrder } from '@/lib/orders/model'
import { formatMoney } from '@/lib/shared/money'

export type StepState = 'done' | 'current' | 'upcoming' | 'stopped'

export type OrderStep = { label: string; note: string; state: StepState }

/** An order's state told to its shopper: the same words for the page, its title and what is announced. */
export type OrderStory = { headline: string; paragraphs: string[]; steps: OrderStep[] }

type StoryOrder = Pick<
  ShopperOrder,
  | 'status'
  | 'fulfilment'
  | 'currency'
  | 'totalMinor'
  | 'paidLate'
  | 'paidTwice'
  | 'refundDueMinor'
  | 'sentBackMinor'
  | 'goingBackMinor'
  | 'lines'
>

/** Moments as text in the shop's time zone. */
export type StoryTimes = { placed: string; paid: string | null; payableUntil: string }

const ships = (order: StoryOrder) => order.lines.some((line) => line.kind === 'physical')

const hasDownloads = (order: StoryOrder) => order.lines.some((line) => line.kind === 'digital')

function headlineOf(status: OrderStatus): string {
  const headlines: Record<OrderStatus, string> = {
    awaiting_payment: 'Your order is placed. We are waiting to hear about the payment.',
    partly_paid: 'Part of your order is paid.',
    paid: 'Thank you. Your order is paid.',
    partially_refunded: 'Part of your order was refunded.',
    refunded: 'Your order was refunded.',
    needs_review: 'Your payment reached us, and a person is looking at it.',
    failed: 'The payment page could not be opened.',
    expired: 'This order has expired.',
    cancelled: 'This order was cancelled.',
  }
  return headlines[status]
}

const ifYouPaid =
  'If you did pay for it, please do not pay again: a payment that reaches us late is still matched to this order, and we write to you.'

function deliveryText(order: StoryOrder): string {
  if (!ships(order)) return 'Everything in it is ready for you.'
  if (order.fulfilment === 'fulfilled') return 'Your things are on their way to you.'
  if (hasDownloads(order)) return 'Your downloads are ready. We pack the rest next and send it to you.'
  if (order.fulfilment === 'partly_fulfilled') return 'Some of your things are on their way; the rest is packed next.'
  return 'We pack your things next and send them to you.'
}

function paidParagraphs(order: StoryOrder): string[] {
  const what = deliveryText(order)
  if (order.totalMinor === 0) return ['Your trial has begun, and nothing is to be paid today.']
  if (!order.paidLate) return [what]
  return [
    `Your payment arrived after the order had been closed. We could still take everything from the shelf. ${what}`,
  ]
}

function paragraphsOf(order: StoryOrder, times: StoryTimes): string[] {
  const texts: Record<OrderStatus, () => string[]> = {
    awaiting_payment: () => [
      'As soon as the payment company confirms your payment, this order turns to paid and the receipt is on its way to you. That usually takes seconds.',
    ],
    partly_paid: () => ['Each part counts as soon as the payment company confirms it. Nothing you paid is lost.'],
    paid: () => paidParagraphs(order),
    partially_refunded: () => ['The money goes back the way it came. Banks usually take a few days to show it.'],
    refunded: () => ['The money goes back the way it came. Banks usually take a few days to show it.'],
    needs_review: () => [
      'Something about it does not match what we expected, so a person checks it before anything else happens. You do not have to do anything, and please do not pay again. We write to you as soon as it is sorted out.',
    ],
    failed: () => [
      `Nothing was charged. Your order is kept; go back to your cart and press Pay again, until ${times.payableUntil}.`,
    ],
    expired: () => [`It was not paid in time, so its things went back to the shelf. ${ifYouPaid}`],
    cancelled: () => [`Nothing will be sent. ${ifYouPaid}`],
  }
  return [...texts[order.status](), ...refundParagraphs(order)]
}

/** What went back, what is on its way and what is owed, each only when there is some. */
function refundParagraphs(order: StoryOrder): string[] {
  const money = (amountMinor: number) => formatMoney({ amountMinor, currency: order.currency })
  const why = order.paidTwice ? 'It looks as if this order was paid twice. ' : ''
  const texts = [
    order.sentBackMinor > 0 && `So far ${money(order.sentBackMinor)} went back to you.`,
    order.goingBackMinor > 0 &&
      `A refund of ${money(order.goingBackMinor)} is being made; the payment company has not confirmed it yet.`,
    order.refundDueMinor > 0 &&
      `${why}We owe you ${money(order.refundDueMinor)} and send it back the way it came; there is nothing you have to do.`,
  ]
  return texts.filter((text) => text !== false)
}

function paidStep(order: StoryOrder, times: StoryTimes): OrderStep {
  const label = isFree(order) ? 'Confirmed' : 'Paid'
  if (times.paid) return { label, note: times.paid, state: 'done' }
  if (order.status === 'failed') return { label, note: 'Not yet', state: 'stopped' }
  if (order.status === 'expired') return { label, note: 'Not in time', state: 'stopped' }
  if (order.status === 'cancelled') return { label, note: 'Cancelled', state: 'stopped' }
  if (order.status === 'refunded') return { label, note: 'Refunded', state: 'stopped' }
  if (order.status === 'needs_review') return { label, note: 'Being looked at', state: 'current' }
  return { label, note: 'Waiting', state: 'current' }
}

// With downloads in it, an order counts as partly fulfilled from the moment it is paid.
const isPartlySent = (order: StoryOrder) => order.fulfilment === 'partly_fulfilled' && !hasDownloads(order)

function lastStep(order: StoryOrder): OrderStep {
  const isParcel = ships(order)
  const label = isParcel ? 'On its way' : 'Ready'
  if (order.status === 'refunded') return { label, note: 'Refunded', state: 'stopped' }
  if (isClosedUnpaid(order.status)) return { label, note: '', state: 'stopped' }
  if (order.status !== 'paid' && order.status !== 'partially_refunded') return { label, note: '', state: 'upcoming' }
  if (order.fulfilment === 'fulfilled') return { label, note: isParcel ? 'Sent' : 'To download', state: 'done' }
  return { label, note: isPartlySent(order) ? 'Partly sent' : 'Being packed', state: 'current' }
}

const isFree = ({ status, totalMinor }: StoryOrder) => status === 'paid' && totalMinor === 0

/** What to say about an order now. Pure. */
export function tellOrder(order: StoryOrder, times: StoryTimes): OrderStory {
  return {
    headline: isFree(order) ? 'Thank you. Your order is confirmed.' : headlineOf(order.status),
    paragraphs: paragraphsOf(order, times),
    steps: [{ label: 'Placed', note: times.placed, state: 'done' }, paidStep(order, times), lastStep(order)],
  }
}
