import { formatMoment } from '@/lib/shared/moment'
import { type Markup, markup } from './markup'
import type { MailOrder, MailWords } from './model'
import { addressLines, lineAmounts, mailFigures } from './words'

const serif = "Fraunces, 'Iowan Old Style', Georgia, serif"
const sans = "'Instrument Sans', -apple-system, 'Segoe UI', Helvetica, Arial, sans-serif"

// Mail programs that know no media queries keep the light colours, which are readable on their own ground.
const styles = `
  :root { color-scheme: light dark; supported-color-schemes: light dark; }
  body { margin: 0; padding: 0; background: #fbf9f4; color: #171f30; }
  .ground { background: #fbf9f4; }
  .sheet { background: #fffefb; border: 1px solid #e2dbcd; border-radius: 6px; }
  .ink { color: #171f30; }
  .muted { color: #545c6b; }
  .rule { border-top: 1px solid #e2dbcd; }
  .button { background: #a8402a; color: #ffffff; }
  .link { color: #97371f; }
  @media (prefers-color-scheme: dark) {
    body, .ground { background: #111520 !important; }
    .sheet { background: #191e2a !important; border-color: #363c49 !important; }
    .ink { color: #f0ebdf !important; }
    .muted { color: #b5aea2 !important; }
    .rule { border-color: #363c49 !important; }
    .button { background: #ee9573 !important; color: #111520 !important; }
    .link { color: #f2ab90 !important; }
  }`

const cell = (size: number) => `font-family: ${sans}; font-size: ${size}px; line-height: 1.5;`

function itemRows(order: MailOrder): Markup[] {
  return order.lines.map((line) => {
    const { each, sum } = lineAmounts(order, line)
    return markup`
      <tr>
        <td class="ink rule" style="${cell(15)} padding: 12px 12px 12px 0;">${line.productName}<br>
          <span class="muted" style="font-size: 13px;">${line.optionsText ? `${line.optionsText} · ${each}` : each}</span></td>
        <td class="ink rule" align="right" valign="top" style="${cell(15)} padding: 12px 0; white-space: nowrap;">${sum}</td>
      </tr>`
  })
}

function figureRows(order: MailOrder): Markup[] {
  return mailFigures(order).map(({ label, amount, strong }) => {
    const weight = strong ? 'font-weight: 600;' : ''
    return markup`
      <tr>
        <td class="${strong ? 'ink rule' : 'muted'}" style="${cell(15)} ${weight} padding: 8px 12px 8px 0;">${label}</td>
        <td class="${strong ? 'ink rule' : 'muted'}" align="right" style="${cell(15)} ${weight} padding: 8px 0;">${amount}</td>
      </tr>`
  })
}

function downloads(order: MailOrder): Markup | null {
  if (order.downloads.length === 0 || !order.downloadsExpireAt) return null
  const links = order.downloads.map(
    (one) => markup`<a class="link" href="${one.url}" style="color: #97371f;">${one.name}</a><br>`,
  )
  return section('Downloads', [
    ...links,
    markup`<span class="muted" style="font-size: 13px;">These links work until ${formatMoment(order.downloadsExpireAt, order.timeZone)}.
      The order’s page gives you new ones.</span>`,
  ])
}

function delivery(order: MailOrder): Markup | null {
  const lines = addressLines(order)
  return lines.length === 0
    ? null
    : section(
        'Delivery address',
        lines.map((line) => markup`${line}<br>`),
      )
}

function section(title: string, content: Markup[]): Markup {
  return markup`
    <p class="muted" style="${cell(13)} margin: 28px 0 4px;">${title}</p>
    <p class="ink" style="${cell(15)} margin: 0;">${content}</p>`
}

function facts(order: MailOrder): string {
  const placed = `Placed ${formatMoment(order.placedAt, order.timeZone)}`
  if (order.kind !== 'order_paid' || !order.paidAt) return placed
  return `${placed} · paid ${formatMoment(order.paidAt, order.timeZone)}`
}

const contact = (order: MailOrder): Markup =>
  order.shopEmail
    ? markup`Questions? Write to <a class="link" href="mailto:${order.shopEmail}" style="color: #97371f;">${order.shopEmail}</a>.`
    : markup`Questions? Reply to this mail.`

/** The mail as HTML: one column, readable without pictures, light and dark. */
export function renderHtml(order: MailOrder, words: MailWords): string {
  const page = markup`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>${words.subject}</title>
<style>${{ html: styles }}</style>
</head>
<body class="ground">
<table role="presentation" width="100%" cellpadding="0" cellspacing="0" class="ground"><tr><td align="center" style="padding: 24px 12px;">
<table role="presentation" width="100%" cellpadding="0" cellspacing="0" class="sheet" style="max-width: 560px;"><tr><td style="padding: 28px 24px 32px; text-align: left;">
  <p class="muted" style="${cell(14)} margin: 0 0 20px;">${order.shopName}</p>
  <h1 class="ink" style="font-family: ${serif}; font-size: 26px; line-height: 1.2; font-weight: 600; margin: 0 0 8px;">${words.headline}</h1>
  <p class="ink" style="font-family: ${serif}; font-size: 22px; line-height: 1.3; margin: 0 0 20px;">${words.amount}</p>
  ${words.paragraphs.map((one) => markup`<p class="ink" style="${cell(16)} margin: 0 0 14px;">${one}</p>`)}
  <p style="margin: 24px 0 8px;"><a class="button" href="${order.orderUrl}" style="${cell(16)} display: inline-block; padding: 12px 20px; border-radius: 6px; font-weight: 600; text-decoration: none; background: #a8402a; color: #ffffff;">${words.button}</a></p>
  ${downloads(order)}
  <p class="muted" style="${cell(13)} margin: 28px 0 8px;">Order ${order.orderNumber} · ${facts(order)}</p>
  <table role="presentation" width="100%" cellpadding="0" cellspacing="0">${itemRows(order)}${figureRows(order)}</table>
  ${delivery(order)}
  <p class="muted" style="${cell(14)} margin: 28px 0 0;">${contact(order)}</p>
</td></tr></table>
</td></tr></table>
</body>
</html>
`
  return page.html
}
