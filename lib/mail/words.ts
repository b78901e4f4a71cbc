import { isClosedUnpaid, payableStatuses } from '@/lib/orders/model'
import { formatMoment } from '@/lib/shared/moment'
import { formatMoney } from '@/lib/shared/money'
import { isSubscriptionMail, type MailOrder, type MailWords } from './model'
import { renewalParagraphs, subscriptionWords } from './subscription-words'

const money = (order: MailOrder, amountMinor: number) => formatMoney({ amountMinor, currency: order.currency })

const asked = (order: MailOrder) => money(order, order.totalMinor)

const paid = (order: MailOrder) => money(order, order.grossMinor ?? order.totalMinor)

function receivedParagraphs(order: MailOrder): string[] {
  if (payableStatuses.includes(order.status)) {
    return [
      'Thank you. We have written your order down. As soon as your payment is confirmed, your receipt follows by itself.',
      `If you did not get to pay, the order’s page takes you on. It stays payable until ${formatMoment(order.expiresAt, order.timeZone)}.`,
    ]
  }
  if (isClosedUnpaid(order.status)) {
    return [
      'Thank you. This order was closed before a payment for it arrived. If you did pay, its page says what happens.',
    ]
  }
  if (order.status === 'needs_review') {
    return [
      'Thank you. Your order and a payment for it are with us, and a person is looking at the two. Please do not pay again.',
    ]
  }
  return ['Thank you. Your order is with us, and so is your payment. The receipt comes in a mail of its own.']
}

const nothingToPay = 'Thank you, your order is confirmed. Its trial has begun, so nothing is to be paid today.'

function paidParagraphs(order: MailOrder): string[] {
  if (order.totalMinor === 0) return [nothingToPay, ...renewalParagraphs(order)]
  const ships = order.lines.some((line) => line.kind === 'physical')
  return [
    `Thank you, your payment has arrived. This is your receipt${order.receiptNumber ? `, number ${order.receiptNumber}` : ''}.`,
    ...(order.refundDueMinor > 0
      ? [
          `${money(order, order.refundDueMinor)} of what you paid is more than this order costs. We send it back to you.`,
        ]
      : []),
    ...renewalParagraphs(order),
    ...(ships ? ['Next we pack your things and send them to the address below.'] : []),
  ]
}

const reviewParagraphs = [
  'A payment for this order reached us, and something about it does not match what we expected. A person is looking at it now.',
  'You do not have to do anything, and please do not pay again. We write to you as soon as it is sorted out; whatever you paid too much comes back to you.',
]

const isUntouched = (order: MailOrder) => order.status === 'paid'

function refundedParagraphs(order: MailOrder): string[] {
  const whole = order.status === 'refunded'
  return [
    'The money goes back the way it came. Banks usually take a few days to show it.',
    ...(whole ? ['With this, all that you paid for this order is on its way back to you.'] : []),
    ...(isUntouched(order) ? ['Your order itself stays as it is.'] : []),
  ]
}

function refundedWords(order: MailOrder): MailWords {
  const amount = money(order, order.refundMinor ?? order.refundedMinor)
  return {
    subject: `Refund for order ${order.orderNumber}: ${amount}`,
    amount,
    headline: `We sent money back for order ${order.orderNumber}`,
    paragraphs: refundedParagraphs(order),
    button: 'See your order',
  }
}

/** What a mail says, by its kind and by the order's state at the time it is written. */
export function mailWords(order: MailOrder): MailWords {
  const { orderNumber, kind, subscription } = order
  if (isSubscriptionMail(kind) && subscription) return subscriptionWords(kind, { order, subscription })
  if (order.kind === 'order_paid') {
    return {
      subject:
        order.totalMinor === 0
          ? `Order ${orderNumber} is confirmed: nothing to pay today`
          : `Receipt for order ${orderNumber}: ${paid(order)}`,
      amount: paid(order),
      headline: order.totalMinor === 0 ? `Order ${orderNumber} is confirmed` : `Order ${orderNumber} is paid`,
      paragraphs: paidParagraphs(order),
      button: order.downloads.length > 0 ? 'See your order and downloads' : 'See your order',
    }
  }
  if (order.kind === 'order_refunded') return refundedWords(order)
  if (order.kind === 'order_review') {
    return {
      subject: `About your payment for order ${orderNumber}`,
      amount: asked(order),
      headline: `We are looking into order ${orderNumber}`,
      paragraphs: reviewParagraphs,
      button: 'See your order',
    }
  }
  return {
    subject: `Order ${orderNumber} received: ${asked(order)}`,
    amount: asked(order),
    headline: `We have your order ${orderNumber}`,
    paragraphs: receivedParagraphs(order),
    button: 'See your order',
  }
}

/** One line of an order's sum, formatted. */
export type Figure = { label: string; amount: string; strong: boolean }

/** The sums under the lines. Tax is named only once it is known. */
export function mailFigures(order: MailOrder): Figure[] {
  const figure = (label: string, amountMinor: number, strong = false): Figure => ({
    label,
    amount: money(order, amountMinor),
    strong,
  })
  const { grossMinor, taxMinor } = order
  const discounted = order.discountMinor > 0
  const list = discounted ? [figure('Items', order.subtotalMinor), figure('Discount', -order.discountMinor)] : []
  const tellsMoney = order.kind === 'order_paid' || order.kind === 'order_refunded'
  if (!tellsMoney || grossMinor === null) {
    return [...list, figure('Total before tax', order.totalMinor, true)]
  }
  const tax = taxMinor ? [figure('Before tax', grossMinor - taxMinor), figure('Tax', taxMinor)] : []
  const back = order.refundedMinor > 0 ? [figure('Refunded', -order.refundedMinor)] : []
  return [...list, ...tax, figure('Paid', grossMinor, true), ...back]
}

/** A line's own amounts: “2 × $12.00”, and what they come to. */
export const lineAmounts = (order: MailOrder, line: MailOrder['lines'][number]) => ({
  each: `${line.quantity} × ${money(order, line.unitPriceMinor)}`,
  sum: money(order, line.totalMinor),
})

/** The delivery address as lines of text. */
export function addressLines(order: MailOrder): string[] {
  const { address } = order
  if (!address) return []
  const country = new Intl.DisplayNames('en', { type: 'region' }).of(address.country) ?? address.country
  const town = [address.city, address.region, address.postalCode].filter(Boolean).join(', ')
  return [order.name, address.line1, address.line2, town, country].filter(Boolean)
}
