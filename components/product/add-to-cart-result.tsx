import { Check, CircleAlert } from 'lucide-react'
import Link from 'next/link'
import type { AddToCartState } from '@/lib/cart/model'

/** What became of pressing the button, read out when it changes; its line is there from the start, so nothing moves. */
export function AddToCartResult({ state, isSoldOut }: { state: AddToCartState; isSoldOut: boolean }) {
  return (
    <div role="status" className="min-h-12 text-sm">
      {state.outcome === 'none' && isSoldOut && (
        <p className="text-muted">Sold out at the moment. Below are things that keep it good company.</p>
      )}
      {state.outcome === 'added' && (
        <p key={state.sequence} className="flex items-start gap-2">
          <Check aria-hidden strokeWidth={1.5} className="mt-0.5 size-4.5 shrink-0 text-good" />
          <span>
            {state.text}{' '}
            <Link href="/cart" className="quiet-link whitespace-nowrap font-semibold">
              View cart
            </Link>
          </span>
        </p>
      )}
      {state.outcome === 'refused' && (
        <p key={state.sequence} className="flex items-start gap-2 text-bad">
          <CircleAlert aria-hidden strokeWidth={1.5} className="mt-0.5 size-4.5 shrink-0" />
          <span>{state.text}</span>
        </p>
      )}
    </div>
  )
}
