import type { Reply } from '../exchange'
import { html } from '../pages/html'
import { page } from '../pages/layout'
import type { World } from '../pocketsflow/world'
import { SWITCH_NAMES, SWITCHES } from '../switch-catalogue'
import { ledgerFragment } from './page-ledger'
import { logFragment } from './page-log'
import { switchGroups } from './page-switches'

/** The control page: what came in and went out, what the provider knows, and what can be made to go wrong. */
export function controlPage(world: World): Reply {
  const { values } = world.switches
  const changed = SWITCH_NAMES.filter((name) => values[name] !== SWITCHES[name].initial)
  const body = html`
<h1>Payment sandbox</h1>
<p>This process plays the payment provider Pocketsflow on this machine. The shop calls its API at
<span class="code">${world.origin()}</span>, buyers pay on its pages, and it tells the shop by webhook.</p>
<p>${
    changed.length === 0
      ? 'Everything behaves as documented.'
      : html`Switched away from normal: <strong>${changed.join(', ')}</strong>.`
  }</p>
<form method="post" action="/_sandbox/switches/reset" class="buttons"><button>Back to normal</button></form>

<h2>Received and sent</h2>
<p class="small">Newest first. “in” is what the sandbox received, “out” is a webhook it sent.
Without JavaScript, <a href="/">reload</a> to see more.</p>
<ol class="log" id="log" reversed>${logFragment(world, 0)}</ol>

<h2>Checkouts and orders</h2>
<div id="ledger">${ledgerFragment(world)}</div>

<h2>What goes wrong in the world</h2>
<div class="groups">${switchGroups(values)}</div>`
  return page({ title: 'Control', body, withScript: true, wide: true })
}
