import 'server-only'
import { compareMapping } from '@/lib/catalog/compare-mapping'
import { inTransaction, rows, sql } from '@/lib/db'
import { priceCart } from '@/lib/orders/price-cart'
import type { GatewayError, PaymentGateway } from '@/lib/payments/gateway'
import { err, ok, type Result } from '@/lib/shared/result'
import { findSalePlan, type SalePlan } from './sale-plan'

/** How long a look at a mapped product's price, currency and state may be trusted. */
const checkedForMs = 10 * 60_000

export type Mapping = {
  id: number
  variantId: number
  providerProductId: string
  priceMinor: number
  currency: string
  knownName: string | null
  state: 'unchecked' | 'ok' | 'drifted' | 'missing'
  checkedAt: Date | null
}

/** How the cart is sold: as a plan, through a product of its own, or through what will carry the order's total. */
export type Sale = { mapped: MappedProduct | null; plan: SalePlan | null }

export type MappedProduct = Pick<Mapping, 'variantId' | 'providerProductId' | 'priceMinor' | 'currency'>

/** The mapping of a cart that is one unit of one mapped variant; null for any other cart. */
export async function findOnlyMapping(
  cartTokenHash: Buffer,
  gateway: Pick<PaymentGateway, 'id' | 'mode'>,
): Promise<Mapping | null> {
  const lines = await inTransaction(async (tx) => {
    const [cart] = await tx.rows<{ id: number }>(sql`select id from carts where token_hash = ${cartTokenHash}`)
    return cart ? priceCart(tx, cart.id) : []
  })
  const [line] = lines
  if (lines.length !== 1 || line?.quantity !== 1) return null
  return findMapping(line.variantId, gateway)
}

/** A variant's product at a provider, if it has one. */
export async function findMapping(
  variantId: number,
  gateway: Pick<PaymentGateway, 'id' | 'mode'>,
): Promise<Mapping | null> {
  const [mapping] = await rows<Mapping>(sql`
    select m.id, m.variant_id as "variantId", m.provider_product_id as "providerProductId", v.price_minor as "priceMinor",
      v.currency, m.known_name as "knownName", m.state, m.checked_at as "checkedAt"
    from variant_mappings m join variants v on v.id = m.variant_id
    where m.variant_id = ${variantId} and m.provider = ${gateway.id}::provider and m.mode = ${gateway.mode}::payment_mode`)
  return mapping ?? null
}

async function checkMapping(
  mapping: Mapping,
  gateway: PaymentGateway,
  at: Date,
): Promise<Result<boolean, GatewayError>> {
  if (!gateway.catalogue) return ok(false)
  const answer = await gateway.catalogue.readEntry(mapping.providerProductId)
  if (!answer.ok) return answer
  const entry = answer.value
  const { state, problem } = compareMapping(mapping, entry, gateway.mode)
  await rows(sql`
    update variant_mappings set state = ${state}::mapping_state, checked_at = ${at}, problem = ${problem},
      checked_price_minor = ${entry?.priceMinor ?? null}, checked_currency = ${entry?.currency ?? null},
      checked_name = coalesce(${entry?.name ?? null}, checked_name), known_name = coalesce(known_name, ${entry?.name ?? null})
    where id = ${mapping.id}`)
  return ok(problem === null)
}

const isTrusted = (mapping: Mapping, at: Date) =>
  mapping.state === 'ok' && mapping.checkedAt !== null && at.getTime() - mapping.checkedAt.getTime() < checkedForMs

/**
 * A mapped product, if its price, currency, mode and state were seen to be right in the last ten minutes; otherwise it is
 * looked at now. Null for one that drifted or is gone.
 */
export async function trustMapping(
  mapping: Mapping,
  gateway: PaymentGateway,
  at: Date,
): Promise<Result<MappedProduct | null, GatewayError>> {
  if (isTrusted(mapping, at)) return ok(mapping)
  const checked = await checkMapping(mapping, gateway, at)
  if (!checked.ok) return err(checked.error)
  return ok(checked.value ? mapping : null)
}

/** Whether a provider sells a variant by a product of its own there. */
export const sellsMapped = ({ carries, catalogue }: PaymentGateway): boolean =>
  carries === 'one_product' && catalogue !== undefined

/** Finds out how the cart can be sold: a product that drifted is passed over for one that carries the order's total. */
export async function prepareSale(
  cartTokenHash: Buffer,
  gateway: PaymentGateway,
  at: Date,
): Promise<Result<Sale, GatewayError>> {
  const plan = await findSalePlan(cartTokenHash, gateway)
  if (plan) return ok({ mapped: null, plan })
  const mapping = sellsMapped(gateway) ? await findOnlyMapping(cartTokenHash, gateway) : null
  if (!mapping) return ok({ mapped: null, plan: null })
  const mapped = await trustMapping(mapping, gateway, at)
  return mapped.ok ? ok({ mapped: mapped.value, plan: null }) : mapped
}
