import { cn } from '@/components/ui/class-names'
import { Money } from '@/components/ui/money'
import { optionsText, type ProductVariant, stockLabelTexts } from '@/lib/catalog/model'

type VariantChoiceProps = {
  variants: ProductVariant[]
  chosenId: number
  onChoose: (variantId: number) => void
}

/** One radio button for each variant; with two options, in one row for each value of the first. */
export function VariantChoice({ variants, chosenId, onChoose }: VariantChoiceProps) {
  const optionNames = variants[0]?.options.map((option) => option.name) ?? []
  const rows = optionNames.length > 1 ? rowsByFirstOption(variants) : [{ title: null, variants }]
  const showPrices = new Set(variants.map((variant) => variant.priceMinor)).size > 1
  return (
    <fieldset className="grid gap-3">
      <legend className="mb-2 font-medium text-sm">{optionNames.join(' and ')}</legend>
      {rows.map((row) => (
        <div key={row.title ?? 'all'} className={cn(row.title && 'grid items-center gap-2 sm:grid-cols-[5.5rem_1fr]')}>
          {row.title && (
            <span aria-hidden="true" className="text-muted text-sm">
              {row.title}
            </span>
          )}
          <div className="flex flex-wrap gap-2">
            {row.variants.map((variant) => (
              <VariantRadio
                key={variant.id}
                variant={variant}
                rowTitle={row.title}
                showPrice={showPrices}
                isChosen={variant.id === chosenId}
                onChoose={onChoose}
              />
            ))}
          </div>
        </div>
      ))}
    </fieldset>
  )
}

type VariantRadioProps = {
  variant: ProductVariant
  rowTitle: string | null
  showPrice: boolean
  isChosen: boolean
  onChoose: (variantId: number) => void
}

function VariantRadio({ variant, rowTitle, showPrice, isChosen, onChoose }: VariantRadioProps) {
  const soldOut = variant.stock === 'sold_out'
  const shown = optionsText(rowTitle ? variant.options.slice(1) : variant.options)
  return (
    <label
      className={cn(
        'flex min-h-11 items-center gap-2 rounded-md border border-line-strong bg-surface px-3.5 py-1.5 text-sm transition-colors',
        'has-focus-visible:outline-2 has-focus-visible:outline-focus has-focus-visible:outline-offset-2',
        'has-checked:border-ink has-checked:bg-ink has-checked:text-paper forced-colors:has-checked:border-4',
        soldOut ? 'cursor-not-allowed border-line border-dashed text-muted' : 'not-has-checked:hover:border-ink',
      )}
    >
      <input
        type="radio"
        name="variantId"
        value={variant.id}
        defaultChecked={isChosen}
        disabled={soldOut}
        onChange={() => onChoose(variant.id)}
        className="sr-only"
      />
      <span className={cn(soldOut && 'line-through')}>
        {rowTitle && <span className="sr-only">{rowTitle}, </span>}
        {shown}
      </span>
      {showPrice && <Money amountMinor={variant.priceMinor} currency={variant.currency} className="opacity-80" />}
      {variant.stock !== 'in_stock' && <span className="text-xs opacity-85">{stockLabelTexts[variant.stock]}</span>}
    </label>
  )
}

function rowsByFirstOption(variants: ProductVariant[]): { title: string; variants: ProductVariant[] }[] {
  const byTitle = Map.groupBy(variants, (variant) => variant.options[0]?.value ?? '')
  return [...byTitle].map(([title, group]) => ({ title, variants: group }))
}
