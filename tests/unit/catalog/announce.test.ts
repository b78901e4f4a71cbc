import { expect, test } from 'vitest'
import { announceCatalogChange, tagsOfAnnouncement } from '@/lib/catalog/announce'
import type { Queries } from '@/lib/db'

function recordingTx() {
  const payloads: unknown[] = []
  const tx: Queries = {
    rows: async (query) => {
      payloads.push(query.values[1])
      return []
    },
  }
  return { tx, payloads }
}

test('a change is announced once for each product, in a steady order', async () => {
  const { tx, payloads } = recordingTx()
  await announceCatalogChange(tx, ['b', 'a', 'b'])
  expect(payloads).toEqual(['a,b'])
})

test('nothing is announced when nothing changed', async () => {
  const { tx, payloads } = recordingTx()
  await announceCatalogChange(tx, [])
  expect(payloads).toEqual([])
})

test('many products are announced in payloads that PostgreSQL accepts', async () => {
  const { tx, payloads } = recordingTx()
  const slugs = Array.from(
    { length: 250 },
    (_, index) => `a-rather-long-product-slug-of-sixty-characters-or-so-${index}`,
  )
  await announceCatalogChange(tx, slugs)
  expect(payloads).toHaveLength(3)
  for (const payload of payloads) expect(Buffer.byteLength(String(payload))).toBeLessThan(8_000)
  expect(payloads.flatMap((payload) => String(payload).split(',')).sort()).toEqual([...slugs].sort())
})

test('an announcement makes the lists and each named product stale', () => {
  expect(tagsOfAnnouncement('pocket-lamp,travel-tin')).toEqual([
    'catalogue',
    'product:pocket-lamp',
    'product:travel-tin',
  ])
})

test.each(['*', '', 'pocket-lamp,*'])('the announcement "%s" makes everything stale', (payload) => {
  expect(tagsOfAnnouncement(payload)).toEqual(['*'])
})
