import { z } from 'zod'
import { adminPath } from '@/lib/auth/model'
import type { VariantEdit } from '@/lib/catalog/edit-product'
import type { VariantEditValues } from '@/lib/catalog/model'
import { providerIds } from '@/lib/payments/contract/provider-id'

const id = z.coerce.number().int().min(1).max(2_147_483_647)

/** Showing or hiding a product, as its form sends it. */
export const PublishForm = z.object({
  productId: id,
  published: z.enum(['yes', 'no']),
  listPath: z.string().transform(adminPath),
})

const text = z.string().max(200).catch('')
const seen = z.union([z.literal('unlimited').transform(() => null), z.coerce.number().int().min(0)])

const maxStock = 1_000_000

type ReadForm = {
  /** What was typed, to be shown again. */
  values: VariantEditValues
  edit: Omit<VariantEdit, 'mode' | 'clock'> | { error: string }
}

/** Reads a variant's form. A stock that is not a number is an error, never a guess. @throws on a form that is not ours. */
export function readVariantForm(form: FormData): ReadForm {
  const values: VariantEditValues = {
    price: text.parse(form.get('price')),
    stock: text.parse(form.get('stock')).trim(),
    isUnlimited: form.get('unlimited') === 'on',
    links: readLinks(form),
  }
  const stockWanted = values.isUnlimited ? null : readStock(values.stock)
  if (stockWanted === undefined) {
    return { values, edit: { error: 'Please write the stock as a whole number, or choose “unlimited”.' } }
  }
  const { price: priceText, links } = values
  const stockSeen = seen.parse(form.get('stockSeen'))
  return {
    values,
    edit: { variantId: id.parse(form.get('variantId')), priceText, stockSeen, stockWanted, links },
  }
}

/** Only the providers whose field was on the page. */
function readLinks(form: FormData): VariantEdit['links'] {
  const fields = providerIds.map((provider) => [provider, form.get(`link-${provider}`)] as const)
  return Object.fromEntries(
    fields.flatMap(([provider, typed]) => (typed === null ? [] : [[provider, text.parse(typed)]])),
  )
}

function readStock(typed: string): number | undefined {
  if (!/^\d{1,7}$/.test(typed)) return undefined
  const stock = Number(typed)
  return stock <= maxStock ? stock : undefined
}
