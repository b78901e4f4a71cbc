'use client'

import { useActionState, useEffect } from 'react'
import { announceCartCount } from '@/components/layout/cart-count'
import { EmptyState } from '@/components/ui/empty-state'
import { LinkButton } from '@/components/ui/link-button'
import type { Cart, CartActionState, CartMessage } from '@/lib/cart/model'
import { CartLines } from './cart-lines'
import { CartNotice } from './cart-notice'
import { CartSummary } from './cart-summary'

type CartAction = (state: CartActionState, formData: FormData) => Promise<CartActionState>

type CartBoardProps = {
  cart: Cart | null
  /** What the address says happened, for browsers without a script. */
  arrivalMessage: CartMessage | null
  setQuantity: CartAction
  removeLine: CartAction
}

const nothingYet: CartActionState = { sequence: 0, message: null }

export function CartBoard({ cart, arrivalMessage, setQuantity, removeLine }: CartBoardProps) {
  const [setState, setQuantityAction] = useActionState(setQuantity, nothingYet)
  const [removeState, removeLineAction] = useActionState(removeLine, nothingYet)
  const itemCount = cart?.itemCount ?? 0
  useEffect(() => announceCartCount(itemCount), [itemCount])

  return (
    <>
      <CartNotice cart={cart} arrivalMessage={arrivalMessage} states={[setState, removeState]} />
      {cart && cart.lines.length > 0 ? (
        <div className="grid items-start gap-8 lg:grid-cols-[1fr_22rem] lg:gap-12">
          <CartLines cart={cart} actions={{ setQuantity: setQuantityAction, removeLine: removeLineAction }} />
          <CartSummary cart={cart} />
        </div>
      ) : (
        <EmptyCart />
      )}
    </>
  )
}

function EmptyCart() {
  return (
    <EmptyState
      title="Nothing in it yet"
      pictureSrc="/pictures/empty-cart.svg"
      action={
        <LinkButton href="/products" look="primary">
          See everything
        </LinkButton>
      }
    >
      <p>Whatever you put in stays here for thirty days.</p>
    </EmptyState>
  )
}
