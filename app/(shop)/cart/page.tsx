import type { Metadata } from 'next'
import { CartLines } from '@/components/cart/cart-lines'
import { CartNotice } from '@/components/cart/cart-notice'
import { CartSummary } from '@/components/cart/cart-summary'
import { EmptyState } from '@/components/ui/empty-state'
import { LinkButton } from '@/components/ui/link-button'
import { readCartToken } from '@/lib/cart/cart-cookie'
import { type Cart, cartErrorText, cartMessage, cartNoticeTexts } from '@/lib/cart/model'
import { findCart } from '@/lib/cart/queries'
import { formatMoney } from '@/lib/shared/money'
import { removeLineAction, setQuantityAction } from './actions'

export const instant = false

export const metadata: Metadata = { title: 'Cart', robots: { index: false } }

type Props = { searchParams: Promise<Record<string, string | string[] | undefined>> }

export default async function CartPage({ searchParams }: Props) {
  const [token, query] = await Promise.all([readCartToken(), searchParams])
  const cart = token ? await findCart(token) : null
  const message = cartMessage(query)
  return (
    <>
      <h1 className="mb-6 text-3xl md:text-4xl">Your cart</h1>
      <CartNotice
        message={message && noticeOf(message, cart)}
        itemCount={cart?.itemCount ?? 0}
        takesFocus={message !== null && 'notice' in message && message.notice === 'removed'}
      />
      {cart && cart.lines.length > 0 ? <FilledCart cart={cart} /> : <EmptyCart />}
    </>
  )
}

function noticeOf(message: NonNullable<ReturnType<typeof cartMessage>>, cart: Cart | null) {
  if ('problem' in message) return { tone: 'warn', text: cartErrorText(message.problem) } as const
  const total = cart ? formatMoney({ amountMinor: cart.subtotalMinor, currency: cart.currency }) : null
  const now = cart && cart.itemCount > 0 ? ` Your cart now comes to ${total}.` : ''
  return { tone: 'good', text: `${cartNoticeTexts[message.notice]}${now}` } as const
}

function FilledCart({ cart }: { cart: Cart }) {
  return (
    <div className="grid items-start gap-8 lg:grid-cols-[1fr_22rem] lg:gap-12">
      <CartLines cart={cart} actions={{ setQuantity: setQuantityAction, removeLine: removeLineAction }} />
      <CartSummary cart={cart} />
    </div>
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
