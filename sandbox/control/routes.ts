import { readFileSync } from 'node:fs'
import { json, Refusal, type Reply, readFields, type SandboxRequest } from '../exchange'
import { BUTTON_DECLINE } from '../pocketsflow/cards'
import { announceDeclined, announcePaid } from '../pocketsflow/checkout-events'
import { takePayment } from '../pocketsflow/payment'
import { getSession } from '../pocketsflow/sessions'
import type { World } from '../pocketsflow/world'
import type { Route } from '../router'
import type { Store } from '../store'

export function controlRoutes(world: World, _store: Store): readonly Route[] {
  return [
    ['GET', '/_sandbox/health', () => json(200, { status: 'ok' })],
    [
      'GET',
      '/_sandbox/log',
      (request) => json(200, { entries: world.log.list(Number(request.query.get('after') ?? 0), 500) }),
    ],
    ['GET', '/_sandbox/assets/sandbox.css', () => asset('sandbox.css', 'text/css')],
  ]
}

function asset(name: string, type: string): Reply {
  return {
    status: 200,
    headers: { 'content-type': type },
    body: readFileSync(new URL(`../pages/assets/${name}`, import.meta.url), 'utf8'),
  }
}
