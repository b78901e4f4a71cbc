import 'server-only'
import type { Product } from 'pocketsflow'
import type { CatalogueEntry } from '@/lib/payments/contract/catalogue'
import type { CheckoutNotes, CheckoutProduct, CheckoutRequest } from '@/lib/payments/contract/checkout'
import type { Answer, GatewayError } from '@/lib/payments/contract/gateway-error'
import { absentIs } from '@/lib/payments/read-answer'
import { formatMoney, toMajor } from '@/lib/shared/money'
import { err, ok, type Result } from '@/lib/shared/result'
import { answerOf, isPocketsflowId, type PocketsflowApi } from './calls'
import { readWith } from './catalogue'
import type { PocketsflowClient } from './client'
import { anyAnswer, productMadeSchema } from './schemas'

type Asked = { api: PocketsflowApi; client: PocketsflowClient }

/** Published, active and at a fixed price. */
const isOnSale = ({ state, sale }: CatalogueEntry) => state === 'on_sale' && sale === 'one_time'

type OrderProduct = Extract<CheckoutProduct, { kind: 'order' }>

/**
 * The product that carries an order's total: the one made earlier while it is still on sale, else a new one. What
 * Pocketsflow then shows for it must agree in price, currency and mode, else `price_mismatch`. A repeat after a lost
 * answer may leave a stray product behind.
 */
export async function productForOrder(
  asked: Asked,
  request: CheckoutRequest,
  { name, existingProductId }: OrderProduct,
  notes: CheckoutNotes,
): Answer<string> {
  if (existingProductId) {
    const existing = await readWith(asked.client, asked.api, existingProductId)
    if (!existing.ok) return existing
    const fits = existing.value && isOnSale(existing.value) ? asAsked(asked.api, request, existing.value) : null
    // One that was changed or taken off sale there is passed over for a new one.
    if (fits?.ok) return fits
  }
  const made = await makeProduct(asked.client, request, name)
  if (!made.ok) return made
  await notes.orderProductMade(made.value)
  const readBack = await readWith(asked.client, asked.api, made.value)
  if (!readBack.ok) return readBack
  return readBack.value
    ? asAsked(asked.api, request, readBack.value)
    : err({ code: 'not_found', detail: `The product made for order ${request.orderNumber} cannot be read back.` })
}

async function makeProduct(
  client: PocketsflowClient,
  { expectedMinor, currency }: CheckoutRequest,
  name: string,
): Answer<string> {
  // The SDK's type lacks the currency, which the API reference requires.
  const params = {
    name,
    price: toMajor({ amountMinor: expectedMinor, currency }),
    currency,
    published: true,
    payWant: false,
    showSales: false,
    showReviews: false,
  }
  const answer = await answerOf('changes', productMadeSchema, (): Promise<Product> => client.products.create(params))
  return answer.ok ? ok(answer.value.id) : answer
}

function asAsked(
  api: PocketsflowApi,
  { orderNumber, expectedMinor, currency }: CheckoutRequest,
  product: CatalogueEntry,
): Result<string, GatewayError> {
  const mismatch = (difference: string) =>
    err({ code: 'price_mismatch' as const, detail: `Order ${orderNumber}: ${difference}` })
  if (product.mode !== api.mode) {
    return mismatch(`its product is a ${product.mode} product, the API key a ${api.mode} key.`)
  }
  if (!isOnSale(product)) return mismatch('its product is not on sale at a fixed price.')
  if (product.priceMinor === expectedMinor && product.currency === currency.toUpperCase()) {
    return ok(product.providerProductId)
  }
  const asked = formatMoney({ amountMinor: expectedMinor, currency })
  return mismatch(`Pocketsflow would ask for ${shownPrice(product)}, the order for ${asked} (${currency}).`)
}

function shownPrice({ priceMinor, currency }: CatalogueEntry): string {
  if (priceMinor === null || currency === null) return 'a price that cannot be read'
  return `${formatMoney({ amountMinor: priceMinor, currency })} (${currency})`
}

/** Takes a product off sale. Safe to repeat; one that is gone is off sale too. */
export async function unpublishProduct(client: PocketsflowClient, providerProductId: string): Answer<void> {
  return gone(providerProductId, () => client.products.update(providerProductId, { published: false }))
}

/** Deletes a product. Safe to repeat; one that is gone counts as deleted. */
export async function deleteProduct(client: PocketsflowClient, providerProductId: string): Answer<void> {
  return gone(providerProductId, () => client.products.delete(providerProductId))
}

async function gone(providerProductId: string, run: () => Promise<unknown>): Answer<void> {
  if (!isPocketsflowId(providerProductId)) return ok(undefined)
  const answer = absentIs(undefined, await answerOf('changes', anyAnswer, run))
  return answer.ok ? ok(undefined) : answer
}
