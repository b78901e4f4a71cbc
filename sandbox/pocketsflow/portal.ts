import { Refusal, type Reply, refuse, seeOther } from '../exchange'
import { formatMinor } from '../money'
import { html } from '../pages/html'
import { page } from '../pages/layout'
import type { Route } from '../router'
import { cancel } from './memberships'
import type { Membership } from './model'
import type { World } from './world'

/** Where a subscriber looks after a subscription at the provider. */
export function portalRoutes(world: World): readonly Route[] {
  const membershipOf = (id: string | undefined) => world.books.memberships.get(id ?? '')
  return [
    [
      'GET',
      '/portal/:offer/:id',
      ({ params }) => {
        const membership = membershipOf(params.id)
        return membership ? portalPage(membership) : unknown()
      },
    ],
    [
      'POST',
      '/portal/:offer/:id',
      async ({ params, path }) => {
        const membership = membershipOf(params.id)
        if (!membership) return unknown()
        if (membership.status !== 'canceled') await cancel(world, membership)
        return seeOther(path)
      },
    ],
  ]
}

const unknown = () => refuse(new Refusal(404, 'SUBSCRIPTION_NOT_FOUND', 'Subscription not found'))

function portalPage(membership: Membership): Reply {
  const body = html`<h1>Your subscription</h1>
<dl class="sum"><div><dt>State</dt><dd>${membership.status}</dd></div>
<div><dt>Price</dt><dd>${formatMinor(membership.totalMinor, membership.currency)}</dd></div>
<div><dt>Interval ends</dt><dd>${membership.currentPeriodEnd.slice(0, 10)}</dd></div></dl>
${membership.cancelAtPeriodEnd && html`<p class="notice" role="status">It ends with this interval.</p>`}
${
  membership.status !== 'canceled' &&
  !membership.cancelAtPeriodEnd &&
  html`<form method="post"><div class="buttons"><button>Cancel subscription</button></div></form>`
}`
  return page({ title: 'Customer portal', body })
}
