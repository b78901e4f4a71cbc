import { expect, test } from 'vitest'
import { lineForm, quantityForm } from '@/lib/cart/forms'

function form(fields: Record<string, string>): FormData {
  const data = new FormData()
  for (const [name, value] of Object.entries(fields)) data.append(name, value)
  return data
}

test('a form names a line and a quantity, and nothing else in it counts', () => {
  const hostile = form({
    variantId: '7',
    quantity: '2',
    price: '1',
    unitPriceMinor: '1',
    stock: '999',
    '__proto__[x]': '1',
  })
  expect(quantityForm(hostile)).toEqual({ ok: true, value: { variantId: 7, quantity: 2 } })
})

test('a form without a variant is refused', () => {
  expect(lineForm(form({ quantity: '1' }))).toEqual({ ok: false, error: { code: 'unknown_variant' } })
})

test('a form without a quantity, or with a file in its place, is refused', () => {
  expect(quantityForm(form({ variantId: '7' }))).toEqual({ ok: false, error: { code: 'bad_quantity' } })
  const withFile = form({ variantId: '7' })
  withFile.append('quantity', new File(['2'], '2.txt'))
  expect(quantityForm(withFile)).toEqual({ ok: false, error: { code: 'bad_quantity' } })
})
