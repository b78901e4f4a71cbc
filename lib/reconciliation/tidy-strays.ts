import 'server-only'
import { rows, sql } from '@/lib/db'
import { env } from '@/lib/env'
import type { CatalogueEntry, OrderProductCapability } from '@/lib/payments/contract/catalogue'
import type { Mode } from '@/lib/payments/contract/provider-id'
import { providers } from '@/lib/payments/providers'
import { activeMode, findBackgroundGateway } from '@/lib/payments/registry'
import { orderNumberInName } from '@/lib/shared/order-product-name'
import { takeTurn } from '@/lib/turns'
import type { TidyDeps } from './tidy-products'

const strayAgeMs = 24 * 3_600_000
const strayPaceMs = 3_600_000
const perLook = 5

type MadeProduct = Pick<CatalogueEntry, 'providerProductId' | 'name' | 'createdAt'>

const orderNumberOf = ({ name }: MadeProduct) => orderNumberInName(env().SHOP_NAME, name)

/** Of an order that we have, but not the product it goes by. One of an unknown order may be all that is left of it. */
async function keepStrays(products: MadeProduct[]): Promise<MadeProduct[]> {
  const ids = products.map((product) => product.providerProductId)
  const numbers = products.flatMap((product) => orderNumberOf(product) ?? [])
  const known = await rows<{ id: string }>(sql`
    select provider_product_id as id from order_products where provider_product_id = any(${ids})
    union select provider_product_id from attempts where provider_product_id = any(${ids})`)
  // What began a subscription stays on sale: its renewals go on by it.
  const orders = await rows<{ number: number }>(sql`
    select number from orders where number = any(${numbers}) and subscription_id is null`)
  const ours = new Set(known.map((row) => row.id))
  const ordered = new Set(orders.map((row) => row.number))
  return products.filter((product) => !ours.has(product.providerProductId) && ordered.has(orderNumberOf(product) ?? 0))
}

async function removeStrays(products: OrderProductCapability, at: Date): Promise<number> {
  const listed = await products.list()
  if (!listed.ok) return 0
  const isOld = ({ createdAt }: MadeProduct) => createdAt !== null && at.getTime() - createdAt.getTime() > strayAgeMs
  const strays = await keepStrays(listed.value.filter((product) => isOld(product) && orderNumberOf(product) !== null))
  let removed = 0
  for (const { providerProductId } of strays.slice(0, perLook)) {
    const paid = await products.isPaid(providerProductId)
    if (!paid.ok || paid.value) continue
    if ((await products.remove(providerProductId)).ok) removed += 1
  }
  return removed
}

/**
 * Deletes products of our naming that are older than a day, that nobody paid, and that their own order does not know:
 * left by a crash between a provider's answer and our commit. Looks at most once an hour at each provider for the whole
 * shop, and deletes a few at a time. @returns how many were deleted.
 */
export async function tidyStrayProducts(
  { clock, gateway = findBackgroundGateway }: TidyDeps,
  mode: Mode = activeMode(),
): Promise<number> {
  const at = clock.now()
  let removed = 0
  for (const { id } of providers) {
    const found = gateway(id, mode)
    if (!found?.orderProducts || !(await takeTurn({ key: `strays:${found.id}:${mode}`, everyMs: strayPaceMs, at })))
      continue
    removed += await removeStrays(found.orderProducts, at)
  }
  return removed
}
