'use client'

import { type ReactNode, useActionState } from 'react'
import { FieldError } from '@/components/ui/field-error'
import { Input } from '@/components/ui/input'
import type { EditableVariant, VariantEditState } from '@/lib/back-office/model'
import { MappingState } from './mapping-state'
import { StockField } from './stock-field'
import { SubmitButton } from './submit-button'

type VariantFormProps = {
  action: (previous: VariantEditState, form: FormData) => Promise<VariantEditState>
  variant: EditableVariant
  productName: string
  /** Decimal text in major units. */
  priceText: string
}

const narrow = 'min-h-9 px-2 py-1 md:text-sm'

export function VariantForm({ action, variant, productName, priceText }: VariantFormProps) {
  const [state, submit] = useActionState(action, initialState(variant, priceText))
  // After a refusal the form keeps what was typed; otherwise it shows what is stored.
  const shown = state.error ? state : initialState(variant, priceText)
  const id = `variant-${variant.id}`
  const errorId = `${id}-error`
  return (
    <form
      action={submit}
      id={id}
      aria-label={`${productName} ${variant.optionsText} ${variant.sku}`}
      className="grid scroll-mt-4 items-start gap-x-4 gap-y-2 sm:grid-cols-2 md:grid-cols-[minmax(7rem,1fr)_8rem_12rem_minmax(9rem,1fr)_auto]"
    >
      <input type="hidden" name="variantId" value={variant.id} />
      <input type="hidden" name="stockSeen" value={variant.stock ?? 'unlimited'} />
      <div className="min-w-0 self-center text-xs sm:col-span-2 md:col-span-1">
        <div className="break-words font-medium">{variant.optionsText || 'One kind'}</div>
        <div className="text-muted">{variant.sku}</div>
      </div>
      <Labelled htmlFor={`${id}-price`} label={`Price, ${variant.currency}`}>
        <Input
          id={`${id}-price`}
          name="price"
          inputMode="decimal"
          autoComplete="off"
          required
          key={shown.price}
          defaultValue={shown.price}
          aria-describedby={state.error ? errorId : undefined}
          className={`${narrow} text-right tabular-nums`}
        />
      </Labelled>
      <StockField id={id} key={`${shown.stock} ${shown.isUnlimited}`} values={shown} />
      <Labelled htmlFor={`${id}-pocketsflow`} label="Pocketsflow id">
        <Input
          id={`${id}-pocketsflow`}
          name="pocketsflowId"
          autoComplete="off"
          spellCheck={false}
          maxLength={100}
          key={shown.pocketsflowId}
          defaultValue={shown.pocketsflowId}
          className={narrow}
        />
        <MappingState state={variant.mappingState} problem={variant.mappingProblem} />
      </Labelled>
      <SubmitButton size="small" className="min-h-9 md:mt-5">
        Save
      </SubmitButton>
      <div role="status" className="text-xs empty:hidden sm:col-span-2 md:col-span-5">
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
  pocketsflowId: variant.pocketsflowId,
  error: null,
  saved: null,
})

function Labelled({ htmlFor, label, children }: { htmlFor: string; label: string; children: ReactNode }) {
  return (
    <div className="grid min-w-0 gap-0.5">
      <label htmlFor={htmlFor} className="text-muted text-xs">
        {label}
      </label>
      {children}
    </div>
  )
}
