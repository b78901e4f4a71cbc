import { html, type Markup } from '../../pages/html'
import type { Refund, Session, Webhook } from '../model'
import { formatCents } from '../money'
import { refundsOf } from '../refunds'
import { stateOf } from '../session-view'
import type { World } from '../world'

const SHOWN_ROWS = 25

export function ledgerFragment(world: World): Markup {
  const { books } = world
  const sessions = books.sessions.all().slice(-SHOWN_ROWS).reverse()
  const subscriptions = books.subscriptions.all().slice(-SHOWN_ROWS).reverse()
  return html`
<h3>Checkout sessions</h3>
${table(
  'Checkout sessions',
  ['Session', 'Lines', 'Total', 'State', 'Do'],
  sessions.map((session) => sessionRow(world, session)),
)}
<h3>Subscriptions</h3>
${table(
  'Subscriptions',
  ['Subscription', 'State', 'Until', 'Do'],
  subscriptions.map(
    (one) => html`<tr><td class="code">${one._id}</td><td>${one.status}</td><td>${isoDay(one.periodEndMs)}</td><td>
<form method="post" action="/_sandbox/subscriptions/${one._id}/renew"><button>Renew</button><button name="fails" value="true">Let the renewal fail</button></form>
<form method="post" action="/_sandbox/subscriptions/${one._id}/cancel"><button>Cancel it</button></form></td></tr>`,
  ),
)}
<h3>Registered webhooks</h3>
${table('Registered webhooks', ['Webhook', 'Url', 'Events', 'Mode'], books.webhooks.all().map(webhookRow))}
${
  books.pending.all().length > 0 &&
  html`<form method="post" action="/_sandbox/deliveries/retry"><button>Send ${books.pending.all().length} refused deliveries again</button></form>`
}`
}

const isoDay = (atMs: number) => new Date(atMs).toISOString().slice(0, 10)

function table(label: string, heads: string[], rows: Markup[]): Markup {
  if (rows.length === 0) return html`<p class="small">None yet.</p>`
  return html`<div class="scroll" role="region" aria-label="${label}" tabindex="0"><table>
<thead><tr>${heads.map((head) => html`<th scope="col">${head}</th>`)}</tr></thead>
<tbody>${rows}</tbody></table></div>`
}

function sessionRow(world: World, session: Session): Markup {
  const state = stateOf(world, session)
  return html`<tr><td class="code"><a href="/pay/c/${session._id}">${session._id}</a><br>${session.clientReferenceId}<br>${new Date(
    session.createdAtMs,
  )
    .toISOString()
    .slice(0, 19)
    .replace('T', ' ')}, ${session.testMode ? 'test' : 'live'}</td>
<td>${session.lines.map((line) => html`${line.quantity} × ${line.name}<br>`)}</td>
<td>${formatCents(session.totalMinor)}</td>
<td>${state}${session.disputedMinor > 0 && ', disputed'}${session.intents.length > 1 && ', two cards'}${refundsOf(world, session).map(refundLine)}</td>
<td>${state === 'complete' ? paidActions(session) : state === 'open' && openActions(session)}</td></tr>`
}

function openActions({ _id }: Session): Markup {
  return html`<form method="post" action="/_sandbox/sessions/${_id}/pay"><button>Pay without a browser</button></form>
<form method="post" action="/_sandbox/sessions/${_id}/decline"><button>Decline it</button></form>
<form method="post" action="/_sandbox/sessions/${_id}/expire"><button>Let it expire</button></form>`
}

function paidActions({ _id }: Session): Markup {
  return html`<form method="post" action="/_sandbox/sessions/${_id}/refund"><input name="amount" inputmode="numeric" placeholder="all" aria-label="Cents to refund"><button>Refund</button></form>
<form method="post" action="/_sandbox/sessions/${_id}/dispute"><button>Dispute</button></form>
<form method="post" action="/_sandbox/sessions/${_id}/deliver"><input name="times" inputmode="numeric" value="1" aria-label="How often"><select name="forged" aria-label="Signature">
<option value="">genuine</option><option value="wrong_secret">wrong secret</option><option value="unsigned">unsigned</option><option value="tampered">tampered</option></select><button>Send webhook again</button></form>`
}

function refundLine(refund: Refund): Markup {
  const end = (status: string, text: string) =>
    html`<form method="post" action="/_sandbox/refunds/${refund._id}"><button name="status" value="${status}">${text}</button></form>`
  return html`<br>refund ${formatCents(refund.amountMinor)} ${refund.status}${
    refund.status === 'pending' && [end('succeeded', 'Complete'), end('failed', 'Fail')]
  }`
}

function webhookRow(webhook: Webhook): Markup {
  return html`<tr><td class="code">${webhook._id}</td><td class="code">${webhook.url}</td><td>${webhook.events.join(', ')}</td>
<td>${webhook.testMode ? 'test' : 'live'}</td></tr>`
}
