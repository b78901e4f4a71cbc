import { describe, expect, test } from 'vitest'
import { productListPath, readProductFilter } from '@/app/admin/products/product-filter'
import { readVariantForm } from '@/app/admin/products/product-forms'
import { orderListPath, readOrderFilter, readSearch } from '@/lib/back-office/model'

describe('an order search', () => {
  test.each([
    ['1043', 1043],
    ['#1043', 1043],
    ['# 1043 ', 1043],
    ['１０４３', null],
    ['10.43', null],
    ['99999999999', null],
    ['ada@example.com', null],
  ])('%s means the number %s', (text, number) => {
    expect(readSearch(text)?.number).toBe(number)
  })

  test('keeps a provider’s id as it is and an e-mail in lower case', () => {
    expect(readSearch('  Ada@Example.com ')).toEqual({
      number: null,
      email: 'ada@example.com',
      providerId: 'Ada@Example.com',
    })
  })

  test.each(['', '   ', 'x'.repeat(10_000), 'a\0b'])('that can match nothing is not asked (%#)', (text) => {
    expect(readSearch(text)).toBeNull()
  })
})

describe('the list’s address', () => {
  test('says its whole state, and is read back to it', () => {
    const filter = { tab: 'to_fulfil', search: 'a&b=% "c"', olderThan: 17, newerThan: null } as const
    const params = Object.fromEntries(new URL(orderListPath(filter), 'http://shop.test').searchParams)
    expect(readOrderFilter(params)).toEqual(filter)
  })

  test('holds nothing for the plain list', () => {
    expect(orderListPath({})).toBe('/admin/orders')
    expect(productListPath({ search: '', page: 1 })).toBe('/admin/products')
  })

  test.each([
    { status: 'nonsense', q: ['a', 'b'], older: '-1', newer: '1e3x' },
    { older: '99999999999999', newer: '0' },
    { older: "1'; drop table orders" },
  ])('that makes no sense is the plain list (%#)', (params) => {
    expect(readOrderFilter(params)).toEqual({ tab: null, search: '', olderThan: null, newerThan: null })
  })

  test('of products counts pages from one', () => {
    expect(readProductFilter({ q: ' tin ', page: '0' })).toEqual({ search: 'tin', page: 1 })
    expect(readProductFilter({ page: '3' })).toEqual({ search: '', page: 3 })
  })
})

describe('a variant’s form', () => {
  const form = (fields: Record<string, string>) => {
    const data = new FormData()
    const whole = { variantId: '7', price: '12.50', stock: '3', stockSeen: '5', 'link-pocketsflow': '', ...fields }
    for (const [name, value] of Object.entries(whole)) data.set(name, value)
    return data
  }

  test('gives what was seen and what is wanted', () => {
    expect(readVariantForm(form({})).edit).toMatchObject({
      variantId: 7,
      stockSeen: 5,
      stockWanted: 3,
      priceText: '12.50',
    })
    expect(readVariantForm(form({ stockSeen: 'unlimited', unlimited: 'on', stock: '' })).edit).toMatchObject({
      stockSeen: null,
      stockWanted: null,
    })
  })

  test.each(['', '-1', '0.1', '1e3', '٣', ' ', '99999999', 'many'])('never guesses a stock from “%s”', (stock) => {
    expect(readVariantForm(form({ stock })).edit).toHaveProperty('error')
  })

  test('holds the ids of the providers that were shown, and of no other', () => {
    expect(readVariantForm(form({ 'link-fungies': 'offer_1', 'link-else': 'x' })).edit).toMatchObject({
      links: { pocketsflow: '', fungies: 'offer_1' },
    })
  })

  test('that is not ours is an error, not an edit', () => {
    expect(() => readVariantForm(form({ variantId: '__proto__' }))).toThrow()
    expect(() => readVariantForm(form({ stockSeen: '-3' }))).toThrow()
  })
})
