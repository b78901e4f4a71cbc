import { describe, expect, test } from 'vitest'
import {
  asGround,
  listPath,
  optionsText,
  type ProductVariant,
  preselectedVariant,
  stockLabel,
} from '@/lib/catalog/model'

const variant = (id: number, stock: ProductVariant['stock']): ProductVariant => ({
  id,
  sku: `SKU-${id}`,
  options: [],
  priceMinor: 1_200,
  currency: 'USD',
  stock,
  plan: null,
})

describe('stock labels', () => {
  test.each([
    [null, 'in_stock'],
    [100, 'in_stock'],
    [6, 'in_stock'],
    [5, 'few_left'],
    [1, 'few_left'],
    [0, 'sold_out'],
    [-1, 'sold_out'],
  ] as const)('%s units read as %s', (stock, label) => {
    expect(stockLabel(stock)).toBe(label)
  })
})

describe('the preselected variant', () => {
  test('is the first that can be bought', () => {
    expect(preselectedVariant([variant(1, 'sold_out'), variant(2, 'few_left'), variant(3, 'in_stock')])?.id).toBe(2)
  })

  test('is the first when all are sold out', () => {
    expect(preselectedVariant([variant(1, 'sold_out'), variant(2, 'sold_out')])?.id).toBe(1)
  })
})

describe('list addresses', () => {
  test.each([
    [{ category: null, sort: 'newest', page: 1 }, '/products'],
    [{ category: 'games', sort: 'newest', page: 1 }, '/categories/games'],
    [{ category: null, sort: 'newest', page: 2 }, '/catalogue/all/newest/2'],
    [{ category: 'games', sort: 'price-up', page: 1 }, '/catalogue/games/price-up/1'],
  ] as const)('%o lies at %s', (list, path) => {
    expect(listPath(list)).toBe(path)
  })
})

test('a ground that the design does not know falls back to paper', () => {
  expect(asGround('carry')).toBe('carry')
  expect(asGround('velvet')).toBe('paper')
})

test('options read as one line, and as nothing where there are none', () => {
  expect(
    optionsText([
      { name: 'Cover', value: 'Ink' },
      { name: 'Ruling', value: 'Plain' },
    ]),
  ).toBe('Ink, Plain')
  expect(optionsText([])).toBe('')
})
