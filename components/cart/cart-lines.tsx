import { Minus, Plus } from 'lucide-react'
import Link from 'next/link'
import { cn } from '@/components/ui/class-names'
import { Money } from '@/components/ui/money'
import { Picture } from '@/components/ui/picture'
import { SubmitButton } from '@/components/ui/submit-button'
import { type Cart, type CartLine, maxQuantityPerLine } from '@/lib/cart/model'
import { LineProblemNote } from './line-problem-note'

export type CartActions = {
  setQuantity: (formData: FormData) => Promise<void>
  removeLine: (formData: FormData) => Promise<void>
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
        {line.imageSrc && <Picture src={line.imageSrc} alt="" width={112} height={112} className="size-full" />}
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
            <p className="text-muted text-sm">
              <Money amountMinor={line.unitPriceMinor} currency={currency} /> each
            </p>
          </div>
          <p className={cn('font-semibold', isOutOfReach && 'font-normal text-muted line-through')}>
            <Money amountMinor={line.totalMinor} currency={currency} />
          </p>
        </div>
        <LineProblemNote line={line} setQuantity={actions.setQuantity} />
        <div className="flex flex-wrap items-center justify-between gap-x-4 gap-y-2">
          {!isOutOfReach && <QuantitySteps line={line} setQuantity={actions.setQuantity} />}
          <form action={actions.removeLine} className="ml-auto">
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

type QuantityStepsProps = { line: CartLine; setQuantity: CartActions['setQuantity'] }

/** Three small forms, so that each of its buttons works before any script has loaded. */
function QuantitySteps({ line, setQuantity }: QuantityStepsProps) {
  const name = nameOf(line)
  return (
    <div className="flex items-center">
      <StepForm line={line} quantity={line.quantity - 1} label={`One less of ${name}`} setQuantity={setQuantity}>
        <Minus aria-hidden strokeWidth={1.5} />
      </StepForm>
      <form action={setQuantity} className="group relative flex items-center">
        <input type="hidden" name="variantId" value={line.variantId} />
        <input
          key={line.quantity}
          type="number"
          name="quantity"
          defaultValue={line.quantity}
          min={1}
          max={maxQuantityPerLine}
          step={1}
          required
          inputMode="numeric"
          aria-label={`Quantity of ${name}`}
          className="h-11 w-14 border-line-strong border-y bg-surface text-center tabular-nums [appearance:textfield] focus-visible:relative focus-visible:z-10 [&::-webkit-inner-spin-button]:appearance-none"
        />
        <SubmitButton
          size="small"
          className="absolute top-full left-1/2 z-10 mt-1 hidden -translate-x-1/2 shadow-float group-focus-within:inline-flex"
        >
          Update
        </SubmitButton>
      </form>
      <StepForm line={line} quantity={line.quantity + 1} label={`One more of ${name}`} setQuantity={setQuantity}>
        <Plus aria-hidden strokeWidth={1.5} />
      </StepForm>
    </div>
  )
}

type StepFormProps = QuantityStepsProps & { quantity: number; label: string; children: React.ReactNode }

function StepForm({ line, quantity, label, setQuantity, children }: StepFormProps) {
  const isUp = quantity > line.quantity
  const isOver = quantity > maxQuantityPerLine || (isUp && line.stock !== null && quantity > line.stock)
  return (
    <form action={setQuantity}>
      <input type="hidden" name="variantId" value={line.variantId} />
      <input type="hidden" name="quantity" value={quantity} />
      <SubmitButton
        aria-label={label}
        disabled={quantity < 1 || isOver}
        className={cn('size-11 px-0', isUp ? 'rounded-l-none' : 'rounded-r-none')}
      >
        {children}
      </SubmitButton>
    </form>
  )
}
