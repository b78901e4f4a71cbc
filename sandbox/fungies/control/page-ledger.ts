import { formatMinor } from '../../money'
import { html, type Markup } from '../../pages/html'
import { dashboardOf } from '../dashboard'
import { newestFirst } from '../listing'
import { type Element, EVENT_TYPES, type Order, type Subscription } from '../model'
import type { World } from '../world'

const SHOWN_ROWS = 25

/** Orders, checkouts and subscriptions, and the merchant's dashboard. */
export function ledgerFragment(world: World): Markup {
  const { orders, elements, subscriptions } = world.books
  const rows = <T extends { createdAtMs: number }>(all: T[]) => newestFirst(all).slice(0, SHOWN_ROWS)
  return html`
<h3>Orders</h3>
${table(
  'Orders',
  ['Order', 'Buyer', 'Total', 'State', 'Do'],
  rows(orders.all()).map((order) => orderRow(world, order)),
)}
<h3>Checkout elements</h3>
${table(
  'Checkout elements',
  ['Element', 'Offers', 'Do'],
  rows(elements.all()).map((element) => elementRow(world, element)),
)}
<h3>Subscriptions</h3>
${table('Subscriptions', ['Subscription', 'State', 'Paid until', 'Do'], rows(subscriptions.all()).map(subscriptionRow))}
<h3>The merchant's dashboard</h3>
${dashboard(world)}`
}

function table(label: string, heads: string[], rows: Markup[]): Markup {
  if (rows.length === 0) return html`<p class="small">None yet.</p>`
  return html`<div class="scroll" role="region" aria-label="${label}" tabindex="0"><table>
<thead><tr>${heads.map((head) => html`<th scope="col">${head}</th>`)}</tr></thead>
<tbody>${rows}</tbody></table></div>`
}

const timeText = (ms: number) => new Date(ms).toISOString().slice(0, 19).replace('T', ' ')

function orderRow(world: World, order: Order): Markup {
  const action = (name: string) => `/_sandbox/orders/${order._id}/${name}`
  return html`<tr><td class="code">${order.number}<br>${order._id}<br>${timeText(order.createdAtMs)}</td>
<td>${world.books.buyers.get(order.buyerId)?.email}<br>${order.country}</td>
<td>${formatMinor(order.valueMinor, order.currency)}</td><td>${order.status}</td>
<td>
<form method="post" action="${action('refund')}"><input name="amountMinor" inputmode="numeric" placeholder="all" aria-label="Minor units to refund"><button>Refund</button></form>
<form method="post" action="${action('deliver')}"><input name="times" inputmode="numeric" value="1" aria-label="How often"><select name="event" aria-label="Event">${EVENT_TYPES.map((event) => html`<option>${event}</option>`)}</select><select name="forged" aria-label="Signature">
<option value="">genuine</option><option value="wrong_secret">wrong secret</option><option value="unsigned">unsigned</option><option value="tampered">tampered</option></select><button>Send webhook again</button></form>
</td></tr>`
}

function elementRow({ books }: World, element: Element): Markup {
  const offers = element.offerIds.map((id) => books.offers.get(id)).filter((offer) => offer !== undefined)
  const action = (name: string) => `/_sandbox/elements/${element._id}/${name}`
  return html`<tr><td class="code"><a href="/checkout-element/${element._id}">${element._id.slice(0, 13)}…</a><br>${timeText(element.createdAtMs)}</td>
<td>${offers.map(
    (offer) =>
      html`${offer.name} ${formatMinor(offer.priceMinor, offer.currency)}, ${offer.externalId}, ${offer.status}, sold ${offer.soldItems}<br>`,
  )}</td>
<td><form method="post" action="${action('pay')}"><button>Pay without a browser</button></form>
<form method="post" action="${action('decline')}"><button>Decline it</button></form></td></tr>`
}

function subscriptionRow(subscription: Subscription): Markup {
  const button = (name: string, text: string) =>
    html`<form method="post" action="/_sandbox/subscriptions/${subscription._id}/${name}"><button>${text}</button></form>`
  return html`<tr><td class="code">${subscription._id}</td><td>${subscription.status}</td>
<td>${timeText(subscription.intervalEndMs)}</td>
<td>${button('renew', 'Renew')}${button('fail', 'Fail to renew')}${button('cancel', 'Cancel')}</td></tr>`
}

function dashboard(world: World): Markup {
  const { webhook, ...set } = dashboardOf(world)
  const check = (name: string, label: string, on: boolean) =>
    html`<label><input type="checkbox" name="${name}"${on && html` checked`}> ${label}</label>`
  const field = (name: string, label: string, value: string) =>
    html`<label for="${name}">${label}</label><input id="${name}" name="${name}" value="${value}" autocomplete="off">`
  return html`<form method="post" action="/_sandbox/dashboard">
${field('webhookUrl', 'Webhook URL', webhook?.url ?? '')}
${field('webhookSecret', 'Webhook secret', webhook?.secret ?? '')}
${EVENT_TYPES.map((event) => check(`event-${event}`, event, webhook?.events.includes(event) ?? true))}
${field('redirectUrl', 'Instant Redirect URL', set.redirectUrl ?? '')}
${field('redirectParameters', 'Its parameters', set.redirectParameters.join(' '))}
${field('customFields', 'Custom fields that every buyer fills in', set.customFields.join(' '))}
<label for="mode">Account</label><select id="mode" name="mode">${['staging', 'live'].map(
    (mode) => html`<option${mode === set.mode && html` selected`}>${mode}</option>`,
  )}</select>
${check('storePublished', 'The store is published', set.storePublished)}
${check('storeApproved', 'The staging store is approved', set.storeApproved)}
<div class="buttons"><button>Save</button></div></form>
<form method="post" action="/_sandbox/test-event" class="buttons"><button>Send a test event</button></form>`
}
