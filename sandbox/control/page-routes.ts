import { readFileSync } from 'node:fs'
import type { Reply } from '../exchange'
import type { Markup } from '../pages/html'
import type { World } from '../pocketsflow/world'
import type { Route } from '../router'
import { controlPage } from './page'
import { ledgerFragment } from './page-ledger'
import { logFragment } from './page-log'

/** The control page, its parts for the script that keeps it fresh, and the files of all pages. */
export function pageRoutes(world: World): readonly Route[] {
  return [
    ['GET', '/', () => controlPage(world)],
    [
      'GET',
      '/_sandbox/fragments/log',
      (request) => fragment(logFragment(world, Number(request.query.get('after')) || 0)),
    ],
    ['GET', '/_sandbox/fragments/ledger', () => fragment([ledgerFragment(world)])],
    ['GET', '/_sandbox/assets/sandbox.css', asset('sandbox.css', 'text/css')],
    ['GET', '/_sandbox/assets/live.js', asset('live.js', 'text/javascript')],
  ]
}

function fragment(parts: Markup[]): Reply {
  return {
    status: 200,
    headers: { 'content-type': 'text/html; charset=utf-8' },
    body: parts.map((part) => part.text).join(''),
  }
}

function asset(name: string, type: string): () => Reply {
  const body = readFileSync(new URL(`../pages/assets/${name}`, import.meta.url), 'utf8')
  return () => ({ status: 200, headers: { 'content-type': `${type}; charset=utf-8` }, body })
}
