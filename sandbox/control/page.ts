import type { Reply } from '../exchange'
import { html, type Markup } from '../pages/html'
import { page } from '../pages/layout'
import type { Switches } from '../switches'
import type { TrafficLog } from '../traffic-log'
import { logFragment } from './page-log'
import { switchGroups } from './page-switches'

/** What a provider shows of itself on its control page. */
export type Shown = {
  /** Its name, and what the shop calls. */
  provider: string
  origin: () => string
  log: TrafficLog
  switches: Switches
  /** What it knows: checkouts, orders, webhooks. */
  ledger: () => Markup
  /** The control pages of the other providers in this process. */
  neighbours: readonly { name: string; url: string }[]
}

/** The control page: what came in and went out, what the provider knows, and what can be made to go wrong. */
export function controlPage({ provider, origin, log, switches, ledger, neighbours }: Shown): Reply {
  const changed = switches.changed()
  const body = html`
<h1>Payment sandbox: ${provider}</h1>
<p>This process plays the payment provider ${provider} on this machine. The shop calls its API at
<span class="code">${origin()}</span>, buyers pay on its pages, and it tells the shop by webhook.
${neighbours.map(({ name, url }) => html` <a href="${url}">${name} is played here</a>.`)}</p>
<p>${
    changed.length === 0
      ? 'Everything behaves as documented.'
      : html`Switched away from normal: <strong>${changed.join(', ')}</strong>.`
  }</p>
<form method="post" action="/_sandbox/switches/reset" class="buttons"><button>Back to normal</button></form>

<h2>Received and sent</h2>
<p class="small">Newest first. “in” is what the sandbox received, “out” is a webhook it sent.
Without JavaScript, <a href="/">reload</a> to see more.</p>
<ol class="log" id="log" reversed>${logFragment(log, 0)}</ol>

<h2>Checkouts and orders</h2>
<div id="ledger">${ledger()}</div>

<h2>What goes wrong in the world</h2>
<div class="groups">${switchGroups(switches)}</div>`
  return page({ title: 'Control', body, withScript: true, wide: true })
}
