import 'server-only'
import { rows, sql } from '@/lib/db'
import { env } from '@/lib/env'
import type { Mode, PaymentGateway, ProviderProduct } from '@/lib/payments/gateway'
import { activeMode, findBackgroundGateway } from '@/lib/payments/registry'
import type { TidyDeps } from './tidy-products'

const strayAgeMs = 24 * 3_600_000
const strayPaceMs = 3_600_000
const perLook = 5

/** The order that a product of our naming was made for; null for any other name. */
function orderNumberOf(product: ProviderProduct): number | null {
  const named = new RegExp(`^${RegExp.escape(env().SHOP_NAME)} order (\\d{1,9})(?:, part \\d+)?$`)
  const digits = named.exec(product.name)?.[1]
  return digits ? Number(digits) : null
}

async function takeTurn(gateway: PaymentGateway, mode: Mode, at: Date): Promise<boolean> {
  const [turn] = await rows(sql`
    insert into shared_pacing (key, last_at) values (${`strays:${gateway.id}:${mode}`}, ${at})
    on conflict (key) do update set last_at = excluded.last_at
      where shared_pacing.last_at <= ${new Date(at.getTime() - strayPaceMs)} returning key`)
  return turn !== undefined
}

/** Of an order that we have, but not the product it goes by. One of an unknown order may be all that is left of it. */
async function keepStrays(products: ProviderProduct[]): Promise<ProviderProduct[]> {
  const ids = products.map((product) => product.providerProductId)
  const numbers = products.flatMap((product) => orderNumberOf(product) ?? [])
  const known = await rows<{ id: string }>(sql`
    select provider_product_id as id from order_products where provider_product_id = any(${ids})
    union select provider_product_id from attempts where provider_product_id = any(${ids})`)
  const orders = await rows<{ number: number }>(sql`select number from orders where number = any(${numbers})`)
  const ours = new Set(known.map((row) => row.id))
  const ordered = new Set(orders.map((row) => row.number))
  return products.filter((product) => !ours.has(product.providerProductId) && ordered.has(orderNumberOf(product) ?? 0))
}

/**
 * Deletes products of our naming that are older than a day, that nobody paid, and that their own order does not know:
 * left by a crash between the provider's answer and our commit. Looks at most once an hour for the whole shop, and
 * deletes a few at a time. @returns how many were deleted.
 */
export async function tidyStrayProducts(
  { clock, gateway = findBackgroundGateway }: TidyDeps,
  mode: Mode = activeMode(),
): Promise<number> {
  const at = clock.now()
  const found = gateway('pocketsflow', mode)
  if (!found || !(await takeTurn(found, mode, at))) return 0
  const products = await found.listProducts()
  if (!products.ok) return 0
  const isOld = ({ createdAt }: ProviderProduct) =>
    createdAt !== null && at.getTime() - createdAt.getTime() > strayAgeMs
  const strays = await keepStrays(products.value.filter((product) => isOld(product) && orderNumberOf(product) !== null))
  let deleted = 0
  for (const { providerProductId } of strays.slice(0, perLook)) {
    const payments = await found.listPaymentsForProduct(providerProductId)
    if (!payments.ok || payments.value.length > 0) continue
    if ((await found.deleteProduct(providerProductId)).ok) deleted += 1
  }
  return deleted
}
