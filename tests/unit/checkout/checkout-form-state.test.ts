import { describe, expect, test } from 'vitest'
import { freshForm, parseContact, readCheckoutValues, refusedCheckout } from '@/components/checkout/checkout-form-state'
import { guessCountry, listCountries } from '@/components/checkout/countries'
import { type CheckoutProvider, preselected } from '@/lib/checkout/model'

function form(entries: Record<string, string | File>): FormData {
  const data = new FormData()
  for (const [name, value] of Object.entries(entries)) data.set(name, value)
  return data
}

const person = { email: ' Ada@Example.com ', name: 'Ada Lovelace' }
const place = { country: 'GB', line1: '12 Harbour Lane', line2: '', city: 'Bristol', region: '', postalCode: '' }

describe('the checkout form', () => {
  test('without address fields asks for no address', () => {
    expect(parseContact(readCheckoutValues(form(person)))).toEqual({
      ok: true,
      value: { email: 'ada@example.com', name: 'Ada Lovelace', address: null, discountCode: null },
    })
  })

  test('reads an address when the form has one', () => {
    expect(parseContact(readCheckoutValues(form({ ...person, ...place })))).toMatchObject({
      ok: true,
      value: { address: { country: 'GB', city: 'Bristol' } },
    })
  })

  test('names each field that is missing or wrong', () => {
    const parsed = parseContact(readCheckoutValues(form({ ...place, email: 'ada', name: ' ', line1: '', city: '' })))
    expect(parsed.ok ? [] : Object.keys(parsed.error).sort()).toEqual(['city', 'email', 'line1', 'name'])
  })

  test('ignores prices, roles, files and prototype names in it', () => {
    const values = readCheckoutValues(
      form({ ...person, total: '1', role: 'admin', '__proto__[x]': '1', city: new File([''], 'city.txt') }),
    )
    expect(Object.keys(values).sort()).toEqual(['email', 'name'])
    expect(Object.hasOwn(Object.prototype, 'x')).toBe(false)
  })

  test('shows a refused discount code at its field and anything else above the form', () => {
    const refused = refusedCheckout(freshForm, { discountCode: 'NOPE' }, { code: 'discount_refused', items: [] })
    expect(refused.fieldErrors.discountCode).toMatch(/does not apply/)
    expect(refused.problem).toBeNull()
    const soldOut = refusedCheckout(freshForm, {}, { code: 'sold_out', items: ['Fox pin'] })
    expect(soldOut).toMatchObject({ items: ['Fox pin'], fieldErrors: {} })
  })
})

describe('the preselected country', () => {
  test.each([
    ['en-GB,en;q=0.9', 'GB'],
    ['de', 'DE'],
    ['', 'US'],
    [null, 'US'],
    ['*', 'US'],
    ['<script>,fr-CA', 'CA'],
  ])('of %j is %s', (header, country) => {
    expect(guessCountry(header)).toBe(country)
  })

  test('is one of 249 countries that all have a name', () => {
    const countries = listCountries()
    expect(new Set(countries.map(({ code }) => code)).size).toBe(249)
    expect(countries.filter(({ code, name }) => code === name)).toEqual([])
  })
})

describe('the way to pay', () => {
  const provider = (id: 'pocketsflow' | 'fungies' | 'flex', isFailing: boolean): CheckoutProvider => ({
    id,
    name: id,
    next: 'You pay there.',
    tax: 'Tax is added there.',
    isFailing,
    takesCodes: false,
  })

  test.each([
    [[false, false, false], 'pocketsflow'],
    [[true, false, false], 'fungies'],
    [[true, true, false], 'flex'],
    [[true, true, true], 'pocketsflow'],
  ])('failing %j preselects %s', (failing, id) => {
    const [first = false, second = false, third = false] = failing
    const offered = [provider('pocketsflow', first), provider('fungies', second), provider('flex', third)]
    expect(preselected(offered)?.id).toBe(id)
  })

  test('none offered preselects none', () => {
    expect(preselected([])).toBeNull()
  })

  test('stays chosen in a form that was refused, which names the others only where there are some', () => {
    const busy = { code: 'provider_busy' as const, items: [] }
    const values = readCheckoutValues(form({ ...person, provider: 'flex' }))
    expect(refusedCheckout(freshForm, values, busy, true)).toMatchObject({
      values: { provider: 'flex' },
      problem: expect.stringMatching(/choose another way to pay/),
    })
    expect(refusedCheckout(freshForm, values, busy).problem).not.toMatch(/another way/)
    expect(refusedCheckout(freshForm, values, { code: 'sold_out', items: [] }, true).problem).not.toMatch(/another way/)
  })
})
