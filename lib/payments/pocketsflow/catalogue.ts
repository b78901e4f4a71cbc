import 'server-only'
import type { Product, UpdateProductParams } from 'pocketsflow'
import type { CatalogueEntry, CataloguePage, CatalogueSale, NewCatalogueEntry } from '@/lib/payments/contract/catalogue'
import type { Answer } from '@/lib/payments/contract/gateway-error'
import { absentIs } from '@/lib/payments/read-answer'
import { fromMajor, toMajor } from '@/lib/shared/money'
import { err, ok } from '@/lib/shared/result'
import { answerOf, isPocketsflowId, type PocketsflowApi } from './calls'
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

/** The list holds a product for every order that was ever paid. */
const listBytes = 16 * 1_048_576

/** Every product of the account on one page: Pocketsflow's list has no pages (docs/providers.md). */
export async function listCatalogue(api: PocketsflowApi): Answer<CataloguePage> {
  const client = api.open({ maxBytes: listBytes })
  const answer = await answerOf('reads', productListSchema, () => client.products.list())
  if (!answer.ok) return answer
  const products = answer.value.flatMap((raw) => productSchema.safeParse(raw).data ?? [])
  const fallback = products.some(({ currency }) => !currency) ? await accountCurrency(client) : ok(null)
  if (!fallback.ok) return fallback
  return ok({
    entries: products.map((product) => entryOf(product, fallback.value, api)),
    unreadableCount: answer.value.length - products.length,
    totalCount: answer.value.length,
    next: null,
  })
}

/** Null when there is no such product. Its currency is the account's where the product does not tell one. */
export async function readCatalogueEntry(api: PocketsflowApi, id: string): Answer<CatalogueEntry | null> {
  return readWith(api.open(), api, id)
}

/** The same within a client's deadline. */
export async function readWith(
  client: PocketsflowClient,
  api: PocketsflowApi,
  id: string,
): Answer<CatalogueEntry | null> {
  if (!isPocketsflowId(id)) return ok(null)
  const answer = absentIs(null, await answerOf('reads', productSchema, () => client.products.get(id)))
  if (!answer.ok) return answer
  const product = answer.value
  if (product === null) return ok(null)
  const currency = product.currency ? ok(product.currency) : await accountCurrency(client)
  return currency.ok ? ok(entryOf(product, currency.value, api)) : currency
}

/** The slug carries our reference: Pocketsflow has no field of ours on a product. */
export async function createCatalogueEntry(api: PocketsflowApi, entry: NewCatalogueEntry): Answer<CatalogueEntry> {
  const client = api.open()
  const params = {
    name: entry.name,
    description: entry.description,
    price: toMajor(entryPrice(entry)),
    // The SDK's type lacks the currency, which the API reference requires.
    currency: entry.currency,
    slug: entry.reference,
    published: true,
    payWant: false,
  }
  const made = await answerOf('changes', productMadeSchema, (): Promise<Product> => client.products.create(params))
  return made.ok ? readBack(client, api, made.value.id) : made
}

/** Pocketsflow changes a product in place. */
export async function updateCatalogueEntry(
  api: PocketsflowApi,
  id: string,
  wanted: { name: string; priceMinor: number; currency: string },
): Answer<CatalogueEntry> {
  if (!isPocketsflowId(id)) return err({ code: 'not_found', detail: 'This is no id of Pocketsflow’s.' })
  const client = api.open()
  const changes: UpdateProductParams = {
    name: wanted.name,
    price: toMajor(entryPrice(wanted)),
    currency: wanted.currency,
    published: true,
    active: true,
  }
  const changed = await answerOf('changes', anyAnswer, () => client.products.update(id, changes))
  return changed.ok ? readBack(client, api, id) : changed
}

const entryPrice = ({ priceMinor, currency }: { priceMinor: number; currency: string }) => ({
  amountMinor: priceMinor,
  currency,
})

async function readBack(client: PocketsflowClient, api: PocketsflowApi, id: string): Answer<CatalogueEntry> {
  const read = await readWith(client, api, id)
  // It was changed all the same: whoever asked must look before asking again.
  if (!read.ok) return err({ ...read.error, ambiguous: true })
  return read.value
    ? ok(read.value)
    : err({ code: 'not_found', detail: 'The product cannot be read back.', ambiguous: true })
}

async function accountCurrency(client: PocketsflowClient): Answer<string> {
  const answer = await answerOf('reads', accountSchema, () => client.users.me())
  return answer.ok ? ok(answer.value.currency) : answer
}

function entryOf(product: PocketsflowProduct, fallback: string | null, api: PocketsflowApi): CatalogueEntry {
  const currency = (product.currency ?? fallback)?.toUpperCase() ?? null
  const { price } = product
  return {
    providerProductId: product.id,
    name: product.name,
    description: product.description ?? '',
    sale: saleOf(product),
    state: stateOf(product),
    // Its types tell how a product is paid, not what it is.
    kind: null,
    stock: null,
    priceMinor: currency && price !== null && price !== undefined ? fromMajor(price, currency) : null,
    currency,
    mode: modeOf(product.testMode, api.mode),
    reference: product.slug ?? null,
    createdAt: product.createdAt,
  }
}

function saleOf({ type, payWant }: PocketsflowProduct): CatalogueSale {
  if (type === 'subscription') return 'subscription'
  if (payWant === true) return 'buyer_sets_price'
  return type === null || type === undefined || type === 'one-time' ? 'one_time' : 'other'
}

function stateOf({ active, published }: PocketsflowProduct): CatalogueEntry['state'] {
  if (active === false) return 'archived'
  return published === false ? 'hidden' : 'on_sale'
}
