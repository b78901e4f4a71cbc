import { formatMoment } from '@/lib/shared/moment'
import type { MailOrder, MailWords } from './model'
import { addressLines, lineAmounts, mailFigures } from './words'

const oneLine = (text: string) => text.replace(/\s+/g, ' ').trim()

function itemLines(order: MailOrder): string[] {
  return order.lines.map((line) => {
    const { each, sum } = lineAmounts(order, line)
    const options = line.optionsText ? ` (${oneLine(line.optionsText)})` : ''
    return `${oneLine(line.productName)}${options}\n  ${each} = ${sum}`
  })
}

function downloadLines(order: MailOrder): string[] {
  if (order.downloads.length === 0 || !order.downloadsExpireAt) return []
  const until = `These links work until ${formatMoment(order.downloadsExpireAt, order.timeZone)}. The order’s page gives you new ones.`
  return ['', 'DOWNLOADS', ...order.downloads.map((one) => `${oneLine(one.name)}: ${one.url}`), until]
}

function deliveryLines(order: MailOrder): string[] {
  const lines = addressLines(order)
  return lines.length === 0 ? [] : ['', 'DELIVERY ADDRESS', ...lines.map(oneLine)]
}

/** The mail as plain text. */
export function renderText(order: MailOrder, words: MailWords): string {
  const contact = order.shopEmail ? `Questions? Write to ${order.shopEmail}.` : 'Questions? Reply to this mail.'
  return [
    `${words.headline}: ${words.amount}`,
    '',
    ...words.paragraphs.flatMap((paragraph) => [paragraph, '']),
    `${words.button}: ${order.orderUrl}`,
    '',
    `ORDER ${order.orderNumber}`,
    `Placed ${formatMoment(order.placedAt, order.timeZone)}`,
    ...(order.kind === 'order_paid' && order.paidAt ? [`Paid ${formatMoment(order.paidAt, order.timeZone)}`] : []),
    '',
    ...itemLines(order),
    '',
    ...mailFigures(order).map((figure) => `${figure.label}: ${figure.amount}`),
    ...downloadLines(order),
    ...deliveryLines(order),
    '',
    contact,
    order.shopName,
    '',
  ].join('\n')
}
