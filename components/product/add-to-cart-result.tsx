import { Check, CircleAlert } from 'lucide-react'
import Link from 'next/link'
import type { AddToCartState } from '@/lib/cart/model'

type AddToCartResultProps = {
  state: AddToCartState
  /** What stands there before anything was pressed, so that the answer moves nothing. */
  beforehand: string
}

/** What became of pressing the button; read out when it changes. */
export function AddToCartResult({ state, beforehand }: AddToCartResultProps) {
  return (
    <div role="status" className="min-h-12 text-sm">
      {state.outcome === 'none' && <p className="text-muted">{beforehand}</p>}
      {state.outcome === 'added' && (
        <p key={state.sequence} className="flex items-start gap-2">
          <Check aria-hidden strokeWidth={1.5} className="mt-0.5 size-4.5 shrink-0 text-good" />
          <span>
            {state.text}{' '}
            <Link href="/cart" prefetch={false} className="quiet-link whitespace-nowrap font-semibold">
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
