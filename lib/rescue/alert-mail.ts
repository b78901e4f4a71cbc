import { type Markup, markup } from '@/lib/mail/markup'
import type { MailContent } from '@/lib/mail/model'
import { formatMoment } from '@/lib/shared/moment'
import { formatMoney } from '@/lib/shared/money'
import { type RescueItem, rescueKindTexts } from './model'

export type AlertFacts = {
  /** Not mailed about before. */
  fresh: readonly RescueItem[]
  /** How many wait in all. */
  waitingCount: number
  shopName: string
  /** Absolute. */
  rescueUrl: string
  timeZone: string
}

const most = 20
const cell = "font-family: 'Instrument Sans', -apple-system, 'Segoe UI', Helvetica, Arial, sans-serif; font-size: 15px;"

const headline = (item: RescueItem): string => {
  const order = item.orderNumber === null || item.subject.includes('rder') ? '' : `, order ${item.orderNumber}`
  const money = item.atRisk ? `, ${formatMoney(item.atRisk)}` : ''
  return `${rescueKindTexts[item.kind]}: ${item.subject}${order}${money}`
}

const things = (count: number): string => (count === 1 ? 'One thing needs' : `${count} things need`)

function textOf({ fresh, waitingCount, rescueUrl, timeZone }: AlertFacts): string {
  const items = fresh
    .slice(0, most)
    .map((item) => `${headline(item)}\n  since ${formatMoment(item.since, timeZone)}\n  ${item.sentence}`)
  const rest = fresh.length > most ? [`And ${fresh.length - most} more.`] : []
  const total = `${things(waitingCount)} you in all: ${rescueUrl}`
  return [`${things(fresh.length)} you since the last mail.`, ...items, ...rest, total].join('\n\n')
}

const itemMarkup = (item: RescueItem, timeZone: string): Markup => markup`
  <li style="${cell} margin: 0 0 12px;"><strong>${headline(item)}</strong><br>
    since ${formatMoment(item.since, timeZone)}<br>${item.sentence}</li>`

function htmlOf({ fresh, waitingCount, rescueUrl, timeZone }: AlertFacts): string {
  const items = fresh.slice(0, most).map((item) => itemMarkup(item, timeZone))
  const rest = fresh.length > most ? markup`<p style="${cell}">And ${fresh.length - most} more.</p>` : null
  return markup`<!doctype html>
<html lang="en"><head><meta charset="utf-8"><title>Rescue</title></head>
<body>
  <p style="${cell}">${things(fresh.length)} you since the last mail.</p>
  <ul style="padding-left: 20px;">${items}</ul>
  ${rest}
  <p style="${cell}"><a href="${rescueUrl}">${things(waitingCount)} you in all</a></p>
</body></html>`.html
}

/** The mail that tells merchants of all that is new in the rescue list, in one. Pure. */
export function renderAlertMail(facts: AlertFacts): MailContent {
  const subject = `${facts.shopName}: ${things(facts.fresh.length).toLowerCase()} you`
  return { subject, text: textOf(facts), html: htmlOf(facts) }
}
