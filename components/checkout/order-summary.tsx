import Link from 'next/link'
import { OrderLines } from '@/components/order/order-receipt'
import { Money } from '@/components/ui/money'
import type { Cart } from '@/lib/cart/model'

/** What is about to be paid, to be checked beside the form. */
export function OrderSummary({ cart }: { cart: Cart }) {
  return (
    <section aria-labelledby="summary" className="h-fit rounded-md border border-line bg-surface p-5 sm:p-6">
      <div className="mb-2 flex items-baseline justify-between gap-4">
        <h2 id="summary" className="text-xl">
          Your order
        </h2>
        <Link href="/cart" className="quiet-link text-sm">
          Change the cart
        </Link>
      </div>
      <OrderLines lines={cart.lines} currency={cart.currency} />
      <p className="flex items-baseline justify-between gap-4 border-line border-t pt-3 font-semibold text-lg">
        <span>Total before tax</span>
        <Money amountMinor={cart.subtotalMinor} currency={cart.currency} />
      </p>
    </section>
  )
}
