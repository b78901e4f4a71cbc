import 'server-only'
import type { Product } from 'pocketsflow'
import type {
  CheckoutNotes,
  CheckoutProduct,
  CheckoutRequest,
  GatewayError,
  ProviderProduct,
} from '@/lib/payments/gateway'
import { formatMoney, fromMajor, toMajor } from '@/lib/shared/money'
import { err, ok, type Result } from '@/lib/shared/result'
import { absentIs, answerOf, isPocketsflowId, type PocketsflowApi } from './calls'
import type { PocketsflowClient } from './client'
import { modeOf } from './orders'
import {
  accountSchema,
  anyAnswer,
  type PocketsflowProduct,
  productListSchema,
  productMadeSchema,
  productSchema,
} from './schemas'

type Answer<Value> = Promise<Result<Value, GatewayError>>
type Asked = { api: PocketsflowApi; client: PocketsflowClient }

/** The list holds a product for every order that was ever paid. */
const productListBytes = 16 * 1_048_576

/** Null when there is no such product. Its currency is the account's where the product does not tell one. */
export async function readProduct({ api, client }: Asked, providerProductId: string): Answer<ProviderProduct | null> {
  if (!isPocketsflowId(providerProductId)) return ok(null)
  const answer = absentIs(null, await answerOf('reads', productSchema, () => client.products.get(providerProductId)))
  if (!answer.ok || answer.value === null) return answer.ok ? ok(null) : answer
  const product = answer.value
  const currency = product.currency ? ok(product.currency) : await accountCurrency(client)
  return currency.ok ? ok(productOf(product, currency.value, api)) : currency
}

/** All products of the account; those of an unknown form are left out. */
export async function listProducts(api: PocketsflowApi): Answer<ProviderProduct[]> {
  const client = api.open({ maxBytes: productListBytes })
  const answer = await answerOf('reads', productListSchema, () => client.products.list())
  if (!answer.ok) return answer
  const products = answer.value.flatMap((raw) => productSchema.safeParse(raw).data ?? [])
  const fallback = products.some(({ currency }) => !currency) ? await accountCurrency(client) : ok(null)
  return fallback.ok ? ok(products.map((product) => productOf(product, fallback.value, api))) : fallback
}

async function accountCurrency(client: PocketsflowClient): Answer<string> {
  const answer = await answerOf('reads', accountSchema, () => client.users.me())
  return answer.ok ? ok(answer.value.currency) : answer
}

function productOf(product: PocketsflowProduct, fallback: string | null, api: PocketsflowApi): ProviderProduct {
  const currency = (product.currency ?? fallback)?.toUpperCase() ?? null
  const { price } = product
  return {
    providerProductId: product.id,
    name: product.name,
    priceMinor: currency && price !== null && price !== undefined ? fromMajor(price, currency) : null,
    currency,
    mode: modeOf(product.testMode, api.mode),
    sellable:
      product.published !== false &&
      product.active !== false &&
      product.payWant !== true &&
      product.type !== 'subscription',
    createdAt: product.createdAt,
  }
}

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
    const existing = await readProduct(asked, existingProductId)
    if (!existing.ok) return existing
    const fits = existing.value?.sellable ? asAsked(asked.api, request, existing.value) : null
    // One that was changed or taken off sale there is passed over for a new one.
    if (fits?.ok) return fits
  }
  const made = await makeProduct(asked.client, request, name)
  if (!made.ok) return made
  await notes.orderProductMade(made.value)
  const readBack = await readProduct(asked, made.value)
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
  product: ProviderProduct,
): Result<string, GatewayError> {
  const mismatch = (difference: string) =>
    err({ code: 'price_mismatch' as const, detail: `Order ${orderNumber}: ${difference}` })
  if (product.mode !== api.mode) {
    return mismatch(`its product is a ${product.mode} product, the API key a ${api.mode} key.`)
  }
  if (!product.sellable) return mismatch('its product is not on sale at a fixed price.')
  if (product.priceMinor === expectedMinor && product.currency === currency.toUpperCase()) {
    return ok(product.providerProductId)
  }
  const asked = formatMoney({ amountMinor: expectedMinor, currency })
  return mismatch(`Pocketsflow would ask for ${shownPrice(product)}, the order for ${asked} (${currency}).`)
}

function shownPrice({ priceMinor, currency }: ProviderProduct): string {
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
