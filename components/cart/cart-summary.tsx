import { LinkButton } from '@/components/ui/link-button'
import { Money } from '@/components/ui/money'
import type { Cart } from '@/lib/cart/model'

export function CartSummary({ cart }: { cart: Cart }) {
  return (
    <section aria-labelledby="summary" className="grid gap-5 rounded-md border border-line bg-surface p-6">
      <h2 id="summary" className="text-xl">
        Summary
      </h2>
      <dl className="grid gap-2">
        <div className="flex justify-between gap-4">
          <dt>Items</dt>
          <dd>
            <Money amountMinor={cart.subtotalMinor} currency={cart.currency} />
          </dd>
        </div>
        <div className="flex justify-between gap-4">
          <dt>Delivery</dt>
          <dd>Free</dd>
        </div>
      </dl>
      <div className="stitch" />
      <p className="flex items-baseline justify-between gap-4">
        <span className="font-medium">Total</span>
        <Money amountMinor={cart.subtotalMinor} currency={cart.currency} className="font-semibold text-2xl" />
      </p>
      {cart.hasProblem ? (
        <p className="rounded-md bg-sunken p-3 text-sm">
          Something in your cart needs a look first: see the note beside it, then the checkout opens here.
        </p>
      ) : (
        <LinkButton href="/checkout" prefetch={false} look="primary" size="large" wide>
          Checkout
        </LinkButton>
      )}
      <p className="text-muted text-sm">
        Tax, where due, is added on the payment page. You pay there; your card details never reach this shop.
      </p>
    </section>
  )
}
