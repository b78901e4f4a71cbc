import { describe, expect, test } from 'vitest'
import { addToCart } from '@/lib/cart/add-to-cart'
import { countCartItems, findCart } from '@/lib/cart/queries'
import { removeLine } from '@/lib/cart/remove-line'
import { setQuantity } from '@/lib/cart/set-quantity'
import { newToken } from '@/lib/shared/token'
import { makeCart, makeProduct } from '@/tests/support/factories'

const quantities = async (token: string) => (await findCart(token))?.lines.map((line) => line.quantity) ?? []

describe('adding to a cart', () => {
  test('makes the cart, and adds up what is added twice', async () => {
    const { variantId } = await makeProduct({ priceMinor: 850 })
    const token = newToken()
    expect(await addToCart({ token, variantId, quantity: 2 })).toEqual({ ok: true, value: { itemCount: 2 } })
    expect(await addToCart({ token, variantId, quantity: 1 })).toEqual({ ok: true, value: { itemCount: 3 } })
    const cart = await findCart(token)
    expect(cart).toMatchObject({ currency: 'USD', subtotalMinor: 2_550, itemCount: 3, hasProblem: false })
    expect(await countCartItems(token)).toBe(3)
  })

  test.each([
    ['an unknown variant', async () => 987_654_321],
    ['a draft', async () => (await makeProduct({ status: 'draft' })).variantId],
  ])('refuses %s', async (_, variantOf) => {
    const { token } = await makeCart()
    const result = await addToCart({ token, variantId: await variantOf(), quantity: 1 })
    expect(result).toEqual({ ok: false, error: { code: 'unknown_variant' } })
    expect(await quantities(token)).toEqual([])
  })

  test('refuses what is sold out and more than there is, and says how many are left', async () => {
    const soldOut = await makeProduct({ stock: 0 })
    const few = await makeProduct({ stock: 3 })
    const { token } = await makeCart([{ variantId: few.variantId, quantity: 2 }])
    expect(await addToCart({ token, variantId: soldOut.variantId, quantity: 1 })).toEqual({
      ok: false,
      error: { code: 'sold_out' },
    })
    expect(await addToCart({ token, variantId: few.variantId, quantity: 2 })).toEqual({
      ok: false,
      error: { code: 'not_enough', left: 3 },
    })
    expect(await quantities(token)).toEqual([2])
  })

  test('takes any number of what is unlimited, up to 99 in one line', async () => {
    const { variantId } = await makeProduct({ stock: null })
    const { token } = await makeCart()
    expect((await addToCart({ token, variantId, quantity: 99 })).ok).toBe(true)
    expect(await addToCart({ token, variantId, quantity: 1 })).toEqual({
      ok: false,
      error: { code: 'too_many_of_one' },
    })
    expect(await quantities(token)).toEqual([99])
  })

  test('takes 50 different things and refuses the next one, however fast they come', async () => {
    const made = await Promise.all(Array.from({ length: 52 }, () => makeProduct()))
    const { token } = await makeCart(made.slice(0, 48).map(({ variantId }) => ({ variantId })))
    const results = await Promise.all(
      made.slice(48).map(({ variantId }) => addToCart({ token, variantId, quantity: 1 })),
    )
    expect(results.filter((result) => result.ok)).toHaveLength(2)
    expect(await quantities(token)).toHaveLength(50)
  })

  test('loses nothing when twenty clicks come at once', async () => {
    const { variantId } = await makeProduct({ stock: null })
    const token = newToken()
    await Promise.all(Array.from({ length: 20 }, () => addToCart({ token, variantId, quantity: 1 })))
    expect(await quantities(token)).toEqual([20])
  })
})

describe('changing a quantity', () => {
  test('sets it, and setting it again changes nothing', async () => {
    const { variantId } = await makeProduct()
    const { token } = await makeCart([{ variantId }])
    await setQuantity({ token, variantId, quantity: 4 })
    await setQuantity({ token, variantId, quantity: 4 })
    expect(await quantities(token)).toEqual([4])
  })

  test('can always be lowered, and is refused above what is left', async () => {
    const { variantId } = await makeProduct({ stock: 2 })
    const { token } = await makeCart([{ variantId, quantity: 9 }])
    expect((await setQuantity({ token, variantId, quantity: 5 })).ok).toBe(true)
    expect(await setQuantity({ token, variantId, quantity: 6 })).toEqual({
      ok: false,
      error: { code: 'not_enough', left: 2 },
    })
    expect(await quantities(token)).toEqual([5])
  })

  test('does not bring a removed line back, nor reach into another cart', async () => {
    const { variantId } = await makeProduct()
    const mine = await makeCart()
    const theirs = await makeCart([{ variantId }])
    expect(await setQuantity({ token: mine.token, variantId, quantity: 3 })).toEqual({
      ok: false,
      error: { code: 'not_in_cart' },
    })
    expect(await quantities(theirs.token)).toEqual([1])
  })
})

test('removing a line fifty times at once leaves it removed and the others alone', async () => {
  const [gone, kept] = await Promise.all([makeProduct(), makeProduct()])
  const { token } = await makeCart([{ variantId: gone.variantId }, { variantId: kept.variantId, quantity: 2 }])
  await Promise.all(Array.from({ length: 50 }, () => removeLine({ token, variantId: gone.variantId })))
  expect(await quantities(token)).toEqual([2])
})
