import 'server-only'
import type { GatewayError } from '@/lib/payments/gateway'
import { ok, type Result } from '@/lib/shared/result'
import type { FungiesApi, FungiesCaller } from './api'
import { productAnswer, productListAnswer, productSchema } from './schemas'

type Answer<Value> = Promise<Result<Value, GatewayError>>

const fact = 'order_product'

/** The `internalId` of the product that holds the offers of single orders. */
export const orderProductReference = 'shop-orders'

/** The product that holds the offers of orders, as far as it is known here. */
export const keptProduct = (api: FungiesApi): Promise<string | null> => api.facts.read(fact)

/** It was archived or deleted there: the next order finds or makes another. */
export const forgetProduct = (api: FungiesApi): Promise<void> => api.facts.keep(fact, '')

/** The one product that holds the offers of orders: the known one, one of its name, or a new one. Safe to repeat. */
export async function ensureOrderProduct(api: FungiesApi, caller: FungiesCaller): Answer<string> {
  const kept = await keptProduct(api)
  if (kept) return ok(kept)
  const found = await findByName(api, caller)
  if (!found.ok) return found
  const made = found.value === null ? await makeProduct(api, caller) : ok(found.value)
  if (made.ok) await api.facts.keep(fact, made.value)
  return made
}

async function findByName({ names }: FungiesApi, caller: FungiesCaller): Answer<string | null> {
  const path = `/products/list?take=100&termOrId=${encodeURIComponent(names.product)}`
  const answer = await caller.get(path, productListAnswer)
  if (!answer.ok) return answer
  const products = answer.value.products.flatMap((raw) => productSchema.safeParse(raw).data ?? [])
  const ours = products.filter(
    ({ name, status }) => name === names.product && ['OPEN', 'ACTIVE'].includes(status?.toUpperCase() ?? 'OPEN'),
  )
  return ok(ours.at(-1)?.id ?? null)
}

async function makeProduct({ names }: FungiesApi, caller: FungiesCaller): Answer<string> {
  const body = {
    name: names.product,
    type: 'OneTimePayment',
    description: 'Holds the offers of single orders; made and used by the shop.',
    internalId: orderProductReference,
  }
  const answer = await caller.post('/products/create', body, productAnswer)
  return answer.ok ? ok(answer.value.product.id) : answer
}
