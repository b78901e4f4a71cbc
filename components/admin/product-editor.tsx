import { Eye, EyeOff } from 'lucide-react'
import { Picture } from '@/components/ui/picture'
import { Pill } from '@/components/ui/pill'
import type { EditableProduct, VariantEditState } from '@/lib/catalog/model'
import { toMajorText } from '@/lib/shared/money'
import { SubmitButton } from './submit-button'
import { VariantForm } from './variant-form'

type ProductEditorProps = {
  product: EditableProduct
  editVariantAction: (previous: VariantEditState, form: FormData) => Promise<VariantEditState>
  setPublishedAction: (form: FormData) => Promise<void>
  pushVariantAction: (form: FormData) => Promise<void>
  /** Providers with a catalogue that a variant can be taken to. */
  pushTo: { provider: string; name: string }[]
  linkTo: { provider: string; name: string }[]
  listPath: string
}

export function ProductEditor({ product, editVariantAction, setPublishedAction, ...props }: ProductEditorProps) {
  const { listPath, pushTo, linkTo, pushVariantAction } = props
  const { isPublished } = product
  return (
    <section
      aria-labelledby={`product-${product.id}`}
      className="grid gap-x-6 gap-y-3 rounded-md border border-line bg-surface p-3 lg:grid-cols-[19rem_minmax(0,1fr)]"
    >
      <div className="flex items-start gap-3">
        {product.imageSrc && (
          <Picture src={product.imageSrc} alt="" width={56} height={56} className="size-14 rounded-md" />
        )}
        <div className="grid min-w-0 flex-1 gap-1 lg:gap-1.5">
          <h2 id={`product-${product.id}`} className="break-words font-sans font-semibold text-sm tracking-normal">
            {isPublished ? (
              <a href={`/products/${product.slug}`} className="quiet-link">
                {product.name}
              </a>
            ) : (
              product.name
            )}
          </h2>
          <p className="text-muted text-xs">
            {product.categoryName}
            {product.kind === 'digital' && ' · digital'}
          </p>
          <form action={setPublishedAction} className="flex flex-wrap items-center gap-2">
            <input type="hidden" name="productId" value={product.id} />
            <input type="hidden" name="published" value={isPublished ? 'no' : 'yes'} />
            <input type="hidden" name="listPath" value={listPath} />
            <Pill tone={isPublished ? 'good' : 'faint'} shape={isPublished ? 'dot' : 'ring'}>
              {isPublished ? 'Published' : 'Draft'}
            </Pill>
            <SubmitButton look="quiet" size="small" aria-describedby={`product-${product.id}`} className="px-2 text-xs">
              {isPublished ? <EyeOff aria-hidden strokeWidth={1.5} /> : <Eye aria-hidden strokeWidth={1.5} />}
              {isPublished ? 'Unpublish' : 'Publish'}
            </SubmitButton>
          </form>
        </div>
      </div>
      <ul className="grid min-w-0 divide-y divide-line">
        {product.variants.map((variant, index) => (
          <li key={variant.id} className="py-2 first:pt-0 last:pb-0">
            <VariantForm
              action={editVariantAction}
              variant={variant}
              productName={product.name}
              isFirst={index === 0}
              linkTo={linkTo}
              priceText={toMajorText({ amountMinor: variant.priceMinor, currency: variant.currency })}
            />
            <div className="mt-1 flex flex-wrap gap-x-2">
              {pushTo.map(({ provider, name }) => (
                <form key={provider} action={pushVariantAction}>
                  <input type="hidden" name="provider" value={provider} />
                  <input type="hidden" name="variantId" value={variant.id} />
                  <SubmitButton
                    look="quiet"
                    size="small"
                    aria-describedby={`variant-${variant.id}`}
                    className="-ml-2 px-2 font-normal text-muted text-xs"
                  >
                    Push to {name}…
                  </SubmitButton>
                </form>
              ))}
            </div>
          </li>
        ))}
      </ul>
    </section>
  )
}
