import { globSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { expect, test } from 'vitest'

// A page that nobody looks at with axe could be one that nobody can use.

const lists = ['tests/support/pages-and-states.ts', 'tests/support/provider-states.ts']
const states = lists.map((file) => readFileSync(file, 'utf8')).join('\n')

/** Addresses in the list, each part that is filled in at run time as `x`. */
const listed = [...states.matchAll(/['`](\/[^'`]*)['`]/g)].map(([, address = '']) =>
  (address.replaceAll(/\$\{[^}]+\}/g, 'x').split('?')[0] ?? '').replace(/(.)\/$/, '$1'),
)

const addressOf = (file: string) => {
  const parts = path.dirname(file).split(path.sep).slice(1)
  return `/${parts.filter((part) => !part.startsWith('(')).join('/')}`
}

const patternOf = (address: string) => new RegExp(`^${address.replaceAll(/\[[^\]]+\]/g, '[^/]+')}$`)

/** Pages that are not met under their own address. */
const metElsewhere: Record<string, string> = {
  '/admin': 'leads on to the orders',
  '/out-of-order': 'what a page that broke shows instead; the list has “broken page”',
  '/catalogue/[category]/[sort]/[page]': 'the list has “sorted list”, by listPath()',
}

test('every page is in the list of pages and states that axe looks at', () => {
  const pages = globSync('app/**/page.tsx').map(addressOf)
  expect(pages.length).toBeGreaterThan(25)
  const unseen = pages.filter((page) => !(page in metElsewhere) && !listed.some((one) => patternOf(page).test(one)))
  expect(unseen).toEqual([])
})
