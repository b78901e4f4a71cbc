import { expect, test } from 'vitest'
import { findCart } from '@/lib/cart/queries'
import { setQuantity } from '@/lib/cart/set-quantity'
import { prisma, rows, sql } from '@/lib/db'
import { newToken } from '@/lib/shared/token'
import { makeCart, makeOrder, makeProduct } from '@/tests/support/factories'

const setPrice = (variantId: number, priceMinor: number) =>
  prisma().variant.update({ where: { id: variantId }, data: { priceMinor } })

test('an unknown token has no cart, a new cart has no lines', async () => {
  expect(await findCart(newToken())).toBeNull()
  const { token } = await makeCart()
  expect(await findCart(token)).toMatchObject({ lines: [], subtotalMinor: 0, itemCount: 0 })
})

test('a cart costs what its things cost now, and says which price changed', async () => {
  const { variantId } = await makeProduct({ priceMinor: 1_200 })
  const { token } = await makeCart([{ variantId, quantity: 2, seenPriceMinor: 1_200 }])
  await setPrice(variantId, 1_500)
  const [line] = (await findCart(token))?.lines ?? []
  expect(line).toMatchObject({ unitPriceMinor: 1_500, totalMinor: 3_000, earlierPriceMinor: 1_200 })
  expect(line?.problem).toBeUndefined()
})

test('choosing the line again accepts its new price', async () => {
  const { variantId } = await makeProduct({ priceMinor: 1_200 })
  const { token } = await makeCart([{ variantId, seenPriceMinor: 1_200 }])
  await setPrice(variantId, 1_500)
  await setQuantity({ token, variantId, quantity: 1 })
  expect((await findCart(token))?.lines[0]?.earlierPriceMinor).toBeUndefined()
})

test('each line says what keeps it from being bought', async () => {
  const fine = await makeProduct({ stock: 4, priceMinor: 100 })
  const soldOut = await makeProduct({ stock: 0 })
  const few = await makeProduct({ stock: 1, priceMinor: 10 })
  const draft = await makeProduct({ status: 'draft' })
  const foreign = await makeProduct({ currency: 'EUR' })
  const { token } = await makeCart(
    [fine, soldOut, few, draft, foreign].map(({ variantId }) => ({ variantId, quantity: 2 })),
  )
  const cart = await findCart(token)
  expect(cart?.lines.map((line) => line.problem)).toEqual([
    undefined,
    'sold_out',
    'not_enough',
    'unavailable',
    'unavailable',
  ])
  expect(cart).toMatchObject({ subtotalMinor: 220, hasProblem: true })
})

test('what an unpaid order of this cart holds can still be had by this cart, and by no other', async () => {
  const { variantId } = await makeProduct({ stock: 0 })
  const mine = await makeCart([{ variantId, quantity: 2 }])
  const other = await makeCart([{ variantId, quantity: 1 }])
  const order = await makeOrder({ lines: [{ variantId, quantity: 2 }], stockState: 'held' })
  await rows(sql`update orders set cart_id = ${mine.cartId} where id = ${order.orderId}`)
  await rows(sql`update order_lines set stock_taken = 2 where order_id = ${order.orderId}`)
  expect((await findCart(mine.token))?.lines[0]).toMatchObject({ stock: 2, problem: undefined })
  expect((await findCart(other.token))?.lines[0]).toMatchObject({ stock: 0, problem: 'sold_out' })
})
