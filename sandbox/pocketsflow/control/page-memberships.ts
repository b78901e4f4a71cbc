import { formatMinor } from '../../money'
import { html, type Markup } from '../../pages/html'
import type { Membership } from '../model'
import type { World } from '../world'

const SHOWN_ROWS = 25

export function membershipRows(world: World): Markup[] {
  return world.books.memberships.all().slice(-SHOWN_ROWS).reverse().map(membershipRow)
}

function membershipRow(membership: Membership): Markup {
  const button = (name: string, text: string) =>
    html`<form method="post" action="/_sandbox/subscriptions/${membership._id}/${name}"><button>${text}</button></form>`
  const isOver = membership.status === 'canceled'
  return html`<tr><td class="code"><a href="/portal/${membership.offerId}/${membership._id}">${membership._id}</a></td>
<td>${membership.buyerEmail}<br>${formatMinor(membership.totalMinor, membership.currency)}</td>
<td>${membership.status}${membership.cancelAtPeriodEnd && html`<br>ends with its interval`}${
    membership.cardDeclines && html`<br>the card will be declined`
  }</td>
<td>${membership.currentPeriodStart.slice(0, 10)} to ${membership.currentPeriodEnd.slice(0, 10)}, ${membership.orderIds.length} paid</td>
<td>${
    !isOver && [
      button('renew', 'Go to its next interval'),
      button('decline', 'Let its card fail'),
      membership.status === 'past_due' && button('retry', 'Take the money after all'),
      membership.status === 'paused' ? button('resume', 'Resume') : button('pause', 'Pause'),
      button('cancel', 'Cancel'),
    ]
  }</td></tr>`
}
