import 'server-only'
import type { Answer } from '@/lib/payments/contract/gateway-error'
import { ok } from '@/lib/shared/result'
import type { FungiesApi, FungiesCaller } from './api'
import { productAnswer, productListAnswer, productSchema } from './schemas'

/** What is sold below it: orders once, or subscriptions. */
export type OfferKind = 'order' | 'plan'

const facts = { order: 'order_product', plan: 'plan_product' } as const satisfies Record<OfferKind, string>

/** The `internalId` of the product that holds the offers of single orders. */
export const orderProductReference = 'shop-orders'
/** The `internalId` of the product that holds the offers of single subscriptions. */
export const planProductReference = 'shop-subscriptions'

/** The product that holds the offers of a kind, as far as it is known here. */
export const keptProduct = (api: FungiesApi, kind: OfferKind): Promise<string | null> => api.facts.read(facts[kind])

/** It was archived or deleted there: the next order finds or makes another. */
export const forgetProduct = (api: FungiesApi, kind: OfferKind): Promise<void> => api.facts.keep(facts[kind], '')

/** The one product that holds the offers of a kind: the known one, one of its name, or a new one. Safe to repeat. */
export async function ensureProduct(api: FungiesApi, caller: FungiesCaller, kind: OfferKind): Answer<string> {
  const kept = await api.facts.read(facts[kind])
  if (kept) return ok(kept)
  const name = kind === 'order' ? api.names.product : `${api.names.product}, subscriptions`
  const found = await findByName(caller, name)
  if (!found.ok) return found
  const made = found.value === null ? await makeProduct(caller, name, kind) : ok(found.value)
  if (made.ok) await api.facts.keep(facts[kind], made.value)
  return made
}

const onSale = ['OPEN', 'ACTIVE']

const isOnSale = (status: string | null | undefined): boolean => onSale.includes(status?.toUpperCase() ?? 'OPEN')

/** Whether the known product of a kind is still there and not archived; true too when nobody answers. */
export async function isProductOnSale(api: FungiesApi, caller: FungiesCaller, kind: OfferKind): Promise<boolean> {
  const kept = await api.facts.read(facts[kind])
  if (!kept) return true
  const answer = await caller.get(`/products/${kept}`, productAnswer)
  return answer.ok ? isOnSale(answer.value.product.status) : answer.error.code !== 'not_found'
}

async function findByName(caller: FungiesCaller, name: string): Answer<string | null> {
  const answer = await caller.get(`/products/list?take=100&termOrId=${encodeURIComponent(name)}`, productListAnswer)
  if (!answer.ok) return answer
  const products = answer.value.products.flatMap((raw) => productSchema.safeParse(raw).data ?? [])
  const ours = products.filter((product) => product.name === name && isOnSale(product.status))
  return ok(ours.at(-1)?.id ?? null)
}

async function makeProduct(caller: FungiesCaller, name: string, kind: OfferKind): Answer<string> {
  const body = {
    name,
    type: kind === 'order' ? 'OneTimePayment' : 'Subscription',
    description: 'Holds the offers of single orders; made and used by the shop.',
    internalId: kind === 'order' ? orderProductReference : planProductReference,
  }
  const answer = await caller.post('/products/create', body, productAnswer)
  return answer.ok ? ok(answer.value.product.id) : answer
}
