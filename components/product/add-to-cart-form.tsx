'use client'

import { useActionState, useEffect, useState } from 'react'
import { announceCartCount } from '@/components/layout/cart-count'
import { Input } from '@/components/ui/input'
import { Money } from '@/components/ui/money'
import { Spinner } from '@/components/ui/spinner'
import { StayField } from '@/components/ui/stay-field'
import { SubmitButton } from '@/components/ui/submit-button'
import { type AddToCartState, maxQuantityPerLine } from '@/lib/cart/model'
import { type ProductVariant, preselectedVariant } from '@/lib/catalog/model'
import { everyText, planText } from '@/lib/subscriptions/model'
import { AddToCartResult } from './add-to-cart-result'
import { StockPill } from './stock-pill'
import { VariantChoice } from './variant-choice'

type AddToCartFormProps = {
  kind: 'physical' | 'digital'
  variants: ProductVariant[]
  action: (state: AddToCartState, formData: FormData) => Promise<AddToCartState>
}

const promises = {
  physical: 'Leaves within two working days, delivery included. Thirty days to change your mind.',
  digital: 'A download: on your order page and in your mail as soon as it is paid.',
} as const

function promiseOf(kind: AddToCartFormProps['kind'], { plan, priceMinor, currency }: ProductVariant): string {
  if (!plan) return promises[kind]
  return `${capital(planText(plan, { amountMinor: priceMinor, currency }))}. Cancel at any time; it then ends with the ${plan.interval} that is paid. A receipt comes each time.`
}

const capital = (text: string) => text.charAt(0).toUpperCase() + text.slice(1)

const soldOutText = 'Sold out at the moment. Below are others of its kind.'

const nothingYet: AddToCartState = { outcome: 'none', text: '', itemCount: 0, sequence: 0 }

export function AddToCartForm({ kind, variants, action }: AddToCartFormProps) {
  const [state, formAction, isPending] = useActionState(action, nothingYet)
  const [chosenId, setChosenId] = useState(preselectedVariant(variants)?.id)
  const chosen = variants.find((variant) => variant.id === chosenId) ?? variants[0]

  useEffect(() => {
    if (state.outcome === 'added') announceCartCount(state.itemCount)
  }, [state])

  if (!chosen) return null
  const soldOut = chosen.stock === 'sold_out'
  return (
    <form action={formAction} className="grid gap-6">
      <p className="flex flex-wrap items-center gap-x-4 gap-y-2">
        <span>
          <Money amountMinor={chosen.priceMinor} currency={chosen.currency} className="font-semibold text-2xl" />
          {chosen.plan && <span className="text-lg text-muted"> {everyText(chosen.plan.interval)}</span>}
        </span>
        <StockPill stock={chosen.stock} />
      </p>
      <StayField />
      {variants.length > 1 ? (
        <VariantChoice variants={variants} chosenId={chosen.id} onChoose={setChosenId} />
      ) : (
        <input type="hidden" name="variantId" value={chosen.id} />
      )}
      <div className="grid gap-3">
        <div className="flex items-end gap-3">
          {chosen.plan ? <input type="hidden" name="quantity" value="1" /> : <QuantityInput disabled={soldOut} />}
          <SubmitButton look="primary" size="large" className="flex-1" disabled={soldOut}>
            {isPending && <Spinner />}
            {chosen.plan ? 'Subscribe' : 'Add to cart'}
          </SubmitButton>
        </div>
        <AddToCartResult state={state} beforehand={soldOut ? soldOutText : promiseOf(kind, chosen)} />
      </div>
    </form>
  )
}

function QuantityInput({ disabled }: { disabled: boolean }) {
  return (
    <div className="grid gap-1.5">
      <label htmlFor="quantity" className="font-medium text-sm">
        Quantity
      </label>
      <Input
        id="quantity"
        type="number"
        name="quantity"
        defaultValue={1}
        min={1}
        max={maxQuantityPerLine}
        step={1}
        required
        disabled={disabled}
        inputMode="numeric"
        className="h-13 w-20 tabular-nums"
      />
    </div>
  )
}
