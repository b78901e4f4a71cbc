import Link from 'next/link'
import { cn } from '@/components/ui/class-names'
import { Money } from '@/components/ui/money'
import { Picture } from '@/components/ui/picture'
import { StayField } from '@/components/ui/stay-field'
import { SubmitButton } from '@/components/ui/submit-button'
import type { Cart, CartLine } from '@/lib/cart/model'
import { LineNote } from './line-note'
import { QuantitySteps } from './quantity-steps'

export type CartActions = {
  setQuantity: (formData: FormData) => void
  removeLine: (formData: FormData) => void
}

export function CartLines({ cart, actions }: { cart: Cart; actions: CartActions }) {
  return (
    <ul className="border-line border-t">
      {cart.lines.map((line) => (
        <li key={line.variantId} className="border-line border-b py-5">
          <CartLineRow line={line} currency={cart.currency} actions={actions} />
        </li>
      ))}
    </ul>
  )
}

type CartLineRowProps = { line: CartLine; currency: string; actions: CartActions }

function CartLineRow({ line, currency, actions }: CartLineRowProps) {
  const isOutOfReach = line.problem === 'sold_out' || line.problem === 'unavailable'
  return (
    <article className="grid grid-cols-[5.5rem_1fr] gap-4 sm:grid-cols-[7rem_1fr] sm:gap-6">
      <div className={cn('aspect-square overflow-hidden rounded-md bg-sunken', isOutOfReach && 'opacity-60')}>
        {line.imageSrc && <Picture src={line.imageSrc} alt="" width={112} height={112} className="framed-picture" />}
      </div>
      <div className="grid content-start gap-2">
        <div className="flex items-start justify-between gap-4">
          <div className="min-w-0">
            <h2 className="font-medium font-sans text-base leading-snug tracking-normal">
              <Link
                href={`/products/${line.productSlug}`}
                prefetch={false}
                className="underline-offset-4 hover:underline"
              >
                {line.productName}
              </Link>
            </h2>
            {line.optionsText && <p className="text-muted text-sm">{line.optionsText}</p>}
            {!line.plan && (
              <p className="text-muted text-sm">
                <Money amountMinor={line.unitPriceMinor} currency={currency} /> each
              </p>
            )}
          </div>
          <p className={cn('font-semibold', isOutOfReach && 'font-normal text-muted line-through')}>
            <Money amountMinor={line.totalMinor} currency={currency} />
          </p>
        </div>
        <LineNote line={line} currency={currency} setQuantity={actions.setQuantity} />
        <div className="flex flex-wrap items-center justify-between gap-x-4 gap-y-2">
          {!isOutOfReach && !line.plan && (
            <QuantitySteps line={line} name={nameOf(line)} setQuantity={actions.setQuantity} />
          )}
          <form action={actions.removeLine} className="ml-auto">
            <StayField />
            <input type="hidden" name="variantId" value={line.variantId} />
            <SubmitButton look="quiet" size="small" className="-mr-3 min-h-11 font-normal text-muted">
              Remove<span className="sr-only"> {nameOf(line)}</span>
            </SubmitButton>
          </form>
        </div>
      </div>
    </article>
  )
}

const nameOf = (line: CartLine) => (line.optionsText ? `${line.productName}, ${line.optionsText}` : line.productName)
