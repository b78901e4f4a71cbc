'use server'

import { refresh, updateTag } from 'next/cache'
import { redirect } from 'next/navigation'
import { requireMerchant } from '@/lib/auth/require-merchant'
import { leaveNotice } from '@/lib/back-office/notice'
import { editErrorText, editVariant, setPublished } from '@/lib/catalog/edit-product'
import type { VariantEditState } from '@/lib/catalog/model'
import { findLinks } from '@/lib/catalog-sync/find-link'
import { systemClock as clock } from '@/lib/clock'
import { log } from '@/lib/log'
import type { ProviderId } from '@/lib/payments/contract/provider-id'
import { findProvider } from '@/lib/payments/providers'
import { activeMode } from '@/lib/payments/registry'
import { refuseCrossSite } from '@/lib/server-action/same-origin'
import { PublishForm, readVariantForm } from './product-forms'

// The shop's pages of this product, at once for whoever saved it; other processes hear it from the database.
function refreshShop(slug: string): void {
  updateTag('catalogue')
  updateTag(`product:${slug}`)
}

const nameOf = (provider: ProviderId) => findProvider(provider)?.name ?? provider

export async function editVariantAction(_: VariantEditState, form: FormData): Promise<VariantEditState> {
  await refuseCrossSite()
  const merchant = await requireMerchant()
  // Whatever comes of it, the list then shows what is stored now.
  refresh()
  const { values, edit } = readVariantForm(form)
  if ('error' in edit) return { ...values, error: edit.error, saved: null }
  const mode = activeMode()
  const links = await findLinks({ variantId: edit.variantId, links: edit.links, mode })
  if (!links.ok) return { ...values, error: links.error, saved: null }
  const result = await editVariant({ ...edit, links: links.value, mode, clock })
  if (!result.ok) return { ...values, error: editErrorText(result.error, nameOf), saved: null }
  const { slug, changed, isVisible } = result.value
  if (changed.length > 0)
    log().info({ merchantId: merchant.id, variantId: edit.variantId, changed }, 'a variant was edited')
  if (isVisible) refreshShop(slug)
  const words = changed.map((one) => (one === 'price' || one === 'stock' ? one : `${nameOf(one)} id`))
  return { ...values, error: null, saved: words.length > 0 ? `Saved: ${words.join(', ')}.` : 'Nothing to change.' }
}

export async function setPublishedAction(form: FormData): Promise<void> {
  await refuseCrossSite()
  const merchant = await requireMerchant()
  const input = PublishForm.parse(Object.fromEntries(form))
  const product = await setPublished({ productId: input.productId, isPublished: input.published === 'yes', clock })
  if (!product)
    redirect(await leaveNotice('/admin/products', { tone: 'bad', text: 'This product is no longer there.' }))
  log().info(
    { merchantId: merchant.id, slug: product.slug, published: input.published },
    'a product was shown or hidden',
  )
  if (product.changed) refreshShop(product.slug)
  const text = input.published === 'yes' ? 'is in the shop' : 'is hidden from the shop'
  redirect(await leaveNotice(input.listPath, { tone: 'good', text: `${product.name} ${text} now.` }))
}
