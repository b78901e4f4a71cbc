import { expect, it } from 'vitest'
import { orderNumberInName, orderProductName } from '@/lib/shared/order-product-name'

const shopName = 'Pens & more (Lyon)'

it.each([null, 2])('a product that was made for an order is known by its name, part %s', (part) => {
  expect(orderNumberInName(shopName, orderProductName(shopName, 1043, part))).toBe(1043)
})

it.each(['Pens & more (Lyon) orders', 'Another shop order 1043', 'Pens & more (Lyon) order 1043 again', ''])(
  'no other name is: %j',
  (name) => {
    expect(orderNumberInName(shopName, name)).toBeNull()
  },
)
