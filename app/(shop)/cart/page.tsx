import type { Metadata } from 'next'
import { CartBoard } from '@/components/cart/cart-board'
import { readCartToken } from '@/lib/cart/cart-cookie'
import { cartMessage } from '@/lib/cart/model'
import { findCart } from '@/lib/cart/queries'
import { removeLineAction, setQuantityAction } from './actions'

export const instant = false

export const metadata: Metadata = { title: 'Cart', robots: { index: false } }

type Props = { searchParams: Promise<Record<string, string | string[] | undefined>> }

export default async function CartPage({ searchParams }: Props) {
  const [token, query] = await Promise.all([readCartToken(), searchParams])
  return (
    <>
      <h1 className="mb-6 text-3xl md:text-4xl">Your cart</h1>
      <CartBoard
        cart={token ? await findCart(token) : null}
        arrivalMessage={cartMessage(query)}
        setQuantity={setQuantityAction}
        removeLine={removeLineAction}
      />
    </>
  )
}
