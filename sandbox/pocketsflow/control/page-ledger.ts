import { formatMinor } from '../../money'
import { html, type Markup } from '../../pages/html'
import type { Order, Refund, Session, Webhook } from '../model'
import { findSellable } from '../sellable'
import type { World } from '../world'
import { membershipRows } from './page-memberships'

const SHOWN_ROWS = 25

export function ledgerFragment(world: World): Markup {
  const { books } = world
  const sessions = books.sessions.all().slice(-SHOWN_ROWS).reverse()
  const orders = books.orders.all().slice(-SHOWN_ROWS).reverse()
  return html`
<h3>Orders</h3>
${table(
  'Orders',
  ['Order', 'Buyer', 'Total', 'State', 'Do'],
  orders.map((order) => orderRow(world, order)),
)}
<h3>Subscriptions</h3>
${table('Subscriptions', ['Subscription', 'Buyer', 'State', 'Interval', 'Do'], membershipRows(world))}
<form method="post" action="/_sandbox/clock"><input type="hidden" name="forwardMs" value="86400000"><button>Let a day pass</button></form>
<p class="small">The provider’s clock says ${new Date(world.now()).toISOString().slice(0, 16).replace('T', ' ')} UTC.</p>
<h3>Checkout sessions</h3>
${table(
  'Checkout sessions',
  ['Session', 'Product', 'State', 'Metadata', 'Do'],
  sessions.map((session) => sessionRow(world, session)),
)}
<h3>Registered webhooks</h3>
${table('Registered webhooks', ['Webhook', 'Url', 'Events', 'Mode'], books.webhooks.all().map(webhookRow))}`
}

function table(label: string, heads: string[], rows: Markup[]): Markup {
  if (rows.length === 0) return html`<p class="small">None yet.</p>`
  return html`<div class="scroll" role="region" aria-label="${label}" tabindex="0"><table>
<thead><tr>${heads.map((head) => html`<th scope="col">${head}</th>`)}</tr></thead>
<tbody>${rows}</tbody></table></div>`
}

function orderRow(world: World, order: Order): Markup {
  const refunds = world.books.refunds.all().filter((refund) => refund.orderId === order._id)
  const action = (name: string) => `/_sandbox/orders/${order._id}/${name}`
  return html`<tr><td class="code">${order._id}<br>${order.createdAt.slice(0, 19).replace('T', ' ')}</td>
<td>${order.buyerEmail}<br>${order.country}, ${order.testMode ? 'test' : 'live'}</td>
<td>${formatMinor(order.totalMinor, order.currency)}${
    order.taxMinor > 0 && html`<br>incl. tax ${formatMinor(order.taxMinor, order.currency)}`
  }</td>
<td>${stateOf(order)}${refunds.map(refundLine)}</td>
<td>
<form method="post" action="${action('refund')}"><input name="amount" inputmode="decimal" placeholder="all" aria-label="Amount to refund"><button>Refund</button></form>
<form method="post" action="${action('dispute')}"><button>Dispute</button></form>
<form method="post" action="${action('deliver')}"><input name="times" inputmode="numeric" value="1" aria-label="How often"><select name="forged" aria-label="Signature">
<option value="">genuine</option><option value="wrong_secret">wrong secret</option><option value="unsigned">unsigned</option><option value="tampered">tampered</option></select><button>Send webhook again</button></form>
</td></tr>`
}

function stateOf(order: Order): string {
  const states = [
    order.isRefunded && 'refunded',
    !order.isRefunded && order.refundedMinor > 0 && 'partly refunded',
    order.isDisputed && 'disputed',
  ]
  return states.filter(Boolean).join(', ') || 'paid'
}

function refundLine(refund: Refund): Markup {
  const end = (status: string, text: string) =>
    html`<form method="post" action="/_sandbox/refunds/${refund._id}"><button name="status" value="${status}">${text}</button></form>`
  return html`<br>refund ${formatMinor(refund.amountMinor, refund.currency)} ${refund.status}${
    refund.status === 'pending' && [end('completed', 'Complete'), end('failed', 'Fail')]
  }`
}

function sessionRow(world: World, session: Session): Markup {
  const product = findSellable(world, session.productId)
  const action = (name: string) => `/_sandbox/sessions/${session._id}/${name}`
  const isPayable =
    product !== undefined && (session.orderIds.length === 0 || world.switches.values.session_reuse === 'on')
  return html`<tr><td class="code"><a href="/checkout/${session._id}">${session._id.slice(0, 15)}…</a><br>${session.createdAt.slice(0, 19).replace('T', ' ')}</td>
<td>${product?.name ?? 'deleted product'}${product && html`<br>${product.price} ${product.currency}`}</td>
<td>${session.state}</td>
<td class="code">${Object.entries(session.metadata).map(([name, value]) => html`${name}: ${String(value)}<br>`)}</td>
<td>${
    isPayable &&
    html`<form method="post" action="${action('pay')}"><button>Pay without a browser</button></form>
<form method="post" action="${action('decline')}"><button>Decline it</button></form>`
  }</td></tr>`
}

function webhookRow(webhook: Webhook): Markup {
  return html`<tr><td class="code">${webhook._id}</td><td class="code">${webhook.url}</td><td>${webhook.events.join(', ')}</td>
<td>${webhook.testMode ? 'test' : 'live'}${!webhook.active && ', inactive'}</td></tr>`
}
