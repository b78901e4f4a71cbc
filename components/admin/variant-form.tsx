'use client'

import { useActionState } from 'react'
import { cn } from '@/components/ui/class-names'
import { FieldError } from '@/components/ui/field-error'
import { Input } from '@/components/ui/input'
import type { EditableVariant, VariantEditState } from '@/lib/catalog/model'
import { Labelled } from './labelled'
import { StockField } from './stock-field'
import { SubmitButton } from './submit-button'
import { type LinkTo, VariantLinks } from './variant-links'

type VariantFormProps = {
  action: (previous: VariantEditState, form: FormData) => Promise<VariantEditState>
  variant: EditableVariant
  productName: string
  /** Decimal text in major units. */
  priceText: string
  /** On wide pages the first of a product's rows names the columns for all; the others say them to screen readers. */
  isFirst: boolean
  linkTo: LinkTo[]
}

const narrow = 'min-h-9 px-2 py-1 md:text-sm'

export function VariantForm({ action, variant, productName, priceText, isFirst, linkTo }: VariantFormProps) {
  const [state, submit, isPending] = useActionState(action, initialState(variant, priceText))
  // After a refusal the form keeps what was typed; otherwise it shows what is stored.
  const shown = state.error ? state : initialState(variant, priceText)
  const id = `variant-${variant.id}`
  const errorId = `${id}-error`
  const isFolded = linkTo.length > 1
  const labelStyle = cn('text-muted text-xs', !isFirst && 'md:sr-only')
  const links = (
    <VariantLinks
      id={id}
      variant={variant}
      linkTo={linkTo}
      values={shown.links}
      isPending={isPending}
      labelStyle={labelStyle}
    />
  )
  return (
    <form
      action={submit}
      id={id}
      aria-label={`${productName} ${variant.optionsText} ${variant.sku}`}
      className={cn(
        'grid scroll-mt-4 grid-cols-[minmax(0,1fr)_auto] items-start gap-x-4 gap-y-2',
        isFolded
          ? 'md:grid-cols-[minmax(7rem,1fr)_7rem_11rem_auto]'
          : 'md:grid-cols-[minmax(7rem,1fr)_7rem_11rem_minmax(9rem,1fr)_auto]',
      )}
    >
      <input type="hidden" name="variantId" value={variant.id} />
      <input type="hidden" name="stockSeen" value={variant.stock ?? 'unlimited'} />
      <div className="col-span-2 min-w-0 self-center text-xs md:col-span-1">
        <div className="break-words font-medium">{variant.optionsText || 'One kind'}</div>
        <div className="text-muted">{variant.sku}</div>
      </div>
      <Labelled htmlFor={`${id}-price`} label={`Price, ${variant.currency}`} labelStyle={labelStyle}>
        <Input
          id={`${id}-price`}
          name="price"
          inputMode="decimal"
          readOnly={isPending}
          autoComplete="off"
          required
          key={shown.price}
          defaultValue={shown.price}
          aria-describedby={state.error ? errorId : undefined}
          className={`${narrow} text-right tabular-nums`}
        />
      </Labelled>
      <StockField
        id={id}
        key={`${shown.stock} ${shown.isUnlimited}`}
        values={shown}
        isPending={isPending}
        labelStyle={labelStyle}
      />
      {!isFolded && links}
      <SubmitButton
        size="small"
        className={cn('min-h-9 self-start', isFolded ? 'max-md:col-span-2' : 'mt-5', isFirst ? 'md:mt-5' : 'md:mt-0')}
      >
        Save
      </SubmitButton>
      {isFolded && links}
      <div
        role="status"
        className={cn('col-span-2 text-xs empty:hidden', isFolded ? 'md:col-span-4' : 'md:col-span-5')}
      >
        {state.error && <FieldError id={errorId}>{state.error}</FieldError>}
        {state.saved && <p className="font-medium text-good">{state.saved}</p>}
      </div>
    </form>
  )
}

const initialState = (variant: EditableVariant, priceText: string): VariantEditState => ({
  price: priceText,
  stock: variant.stock === null ? '' : String(variant.stock),
  isUnlimited: variant.stock === null,
  links: Object.fromEntries(variant.links.map(({ provider, id }) => [provider, id])),
  error: null,
  saved: null,
})
