import { readFileSync } from 'node:fs'
import type { Reply } from '../exchange'
import type { Markup } from '../pages/html'
import type { Route } from '../router'
import { controlPage, type Shown } from './page'
import { logFragment } from './page-log'

/** The control page, its parts for the script that keeps it fresh, and the files of all pages. */
export function pageRoutes(shown: Shown): readonly Route[] {
  return [
    ['GET', '/', () => controlPage(shown)],
    [
      'GET',
      '/_sandbox/fragments/log',
      (request) => fragment(logFragment(shown.log, Number(request.query.get('after')) || 0)),
    ],
    ['GET', '/_sandbox/fragments/ledger', () => fragment([shown.ledger()])],
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
