import { expect, test } from 'vitest'
import { readDecision } from '@/app/admin/catalogue/catalogue-forms'

const form = (fields: Record<string, string>) => {
  const data = new FormData()
  for (const [name, value] of Object.entries({ run: '7', apply: 'new', ...fields })) data.set(name, value)
  return data
}

test('an import is as the provider tells unless the merchant chooses', () => {
  expect(readDecision(form({}))).toEqual({
    runId: 7,
    verdicts: ['new'],
    categoryId: null,
    importAs: { kind: 'told', stock: 'told' },
  })
  expect(readDecision(form({ kind: 'digital', stock: 'unlimited', units: 'x' }))?.importAs).toEqual({
    kind: 'digital',
    stock: 'unlimited',
  })
  expect(readDecision(form({ kind: 'physical', stock: 'units', units: '12' }))?.importAs).toEqual({
    kind: 'physical',
    stock: 12,
  })
})

test.each(['', '-1', '1.5', 'many', '12345678'])('“%s” is no number of units, and never guessed', (units) => {
  expect(readDecision(form({ stock: 'units', units }))).toBeNull()
})
