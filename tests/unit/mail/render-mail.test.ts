import { describe, expect, test } from 'vitest'
import type { MailOrder } from '@/lib/mail/model'
import { renderMail } from '@/lib/mail/render-mail'

const base: MailOrder = {
  kind: 'order_paid',
  shopName: 'Pocketshop',
  shopEmail: 'shop@example.com',
  timeZone: 'Europe/Rome',
  orderNumber: '1043',
  status: 'paid',
  currency: 'USD',
  subtotalMinor: 5_900,
  discountMinor: 0,
  totalMinor: 5_900,
  taxMinor: 590,
  grossMinor: 6_490,
  refundDueMinor: 0,
  refundedMinor: 0,
  refundMinor: null,
  receiptNumber: 12,
  placedAt: new Date('2026-11-20T09:00:00Z'),
  paidAt: new Date('2026-11-20T09:02:00Z'),
  expiresAt: new Date('2026-11-21T09:00:00Z'),
  name: 'Ada Lovelace',
  address: null,
  lines: [
    {
      productSlug: 'pocket-notebook',
      productName: 'Pocket notebook',
      optionsText: 'Dotted',
      kind: 'physical',
      imageSrc: null,
      unitPriceMinor: 2_950,
      quantity: 2,
      totalMinor: 5_900,
    },
  ],
  downloads: [],
  downloadsExpireAt: null,
  orderUrl: 'https://shop.example/thank-you/token',
  subscription: null,
  writtenAt: new Date('2026-11-20T09:03:00Z'),
}

const visible = (html: string) => html.replace(/<style>[\s\S]*?<\/style>/, '').replace(/<[^>]+>/g, ' ')

describe('a mail', () => {
  test('names order and amount before anything else, in both forms', () => {
    const { subject, text, html } = renderMail(base)
    expect(subject).toBe('Receipt for order 1043: $64.90')
    expect(text.split('\n')[0]).toBe('Order 1043 is paid: $64.90')
    expect(visible(html).slice(0, 400)).toMatch(/Order 1043 is paid\s+\$64\.90/)
  })

  test('has one button, to the order', () => {
    const { html, text } = renderMail(base)
    expect(html.match(/class="button"/g)).toHaveLength(1)
    expect(html).toContain('href="https://shop.example/thank-you/token"')
    expect(text).toContain('See your order: https://shop.example/thank-you/token')
  })

  test('tells tax and times as the shop’s clock shows them', () => {
    const { text } = renderMail(base)
    expect(text).toContain('Before tax: $59.00\nTax: $5.90\nPaid: $64.90')
    expect(text).toContain('Paid Nov 20, 2026, 10:02 AM GMT+1')
  })

  test('is inert against names made of HTML and line breaks', () => {
    const nasty = '<img src=x onerror=alert(1)>\r\nBcc: victim@example.com'
    const [line] = base.lines
    const { subject, text, html } = renderMail({
      ...base,
      name: nasty,
      address: { line1: nasty, line2: '', city: nasty, region: '', postalCode: '', country: 'GB' },
      lines: line ? [{ ...line, productName: nasty, optionsText: nasty }] : [],
    })
    expect(subject).not.toMatch(/[\r\n]/)
    expect(html).not.toContain('<img')
    expect(text).not.toMatch(/^Bcc:/m)
  })

  test('offers the downloads and says how long they last', () => {
    const { text, html } = renderMail({
      ...base,
      downloads: [{ name: 'Field guide', url: 'https://shop.example/downloads/1' }],
      downloadsExpireAt: new Date('2026-11-23T09:02:00Z'),
    })
    expect(text).toContain('Field guide: https://shop.example/downloads/1')
    expect(text).toContain('until Nov 23, 2026')
    expect(html).toContain('<a class="link" href="https://shop.example/downloads/1"')
  })

  test('about an unpaid order claims no payment and promises no receipt number', () => {
    const { subject, text } = renderMail({
      ...base,
      kind: 'order_received',
      status: 'awaiting_payment',
      grossMinor: null,
      taxMinor: null,
      paidAt: null,
      receiptNumber: null,
    })
    expect(subject).toBe('Order 1043 received: $59.00')
    expect(text).not.toMatch(/has arrived|is paid|Paid:/)
    expect(text).toContain('Total before tax: $59.00')
  })

  test('about a payment that is looked at asks not to pay again', () => {
    const { text } = renderMail({ ...base, kind: 'order_review', status: 'needs_review' })
    expect(text).toContain('please do not pay again')
  })

  test.each([
    ['partially_refunded', 'Refunded: -$5.00', 'Your order itself'],
    ['refunded', 'all that you paid', 'Your order itself'],
  ] as const)('of a refund tells its amount, %s', (status, said, unsaid) => {
    const { subject, text } = renderMail({
      ...base,
      kind: 'order_refunded',
      status,
      refundMinor: 500,
      refundedMinor: 500,
    })
    expect(subject).toBe('Refund for order 1043: $5.00')
    expect(text).toContain(said)
    expect(text).not.toContain(unsaid)
  })

  test('of a refund of a second payment says that the order stays as it is', () => {
    const { text } = renderMail({ ...base, kind: 'order_refunded', refundMinor: 6_490 })
    expect(text).toContain('Your order itself stays as it is.')
    expect(text).not.toContain('Refunded:')
  })
})
