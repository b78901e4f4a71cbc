import 'server-only'
import { compareMapping } from '@/lib/catalog/compare-mapping'
import { inTransaction, rows, sql } from '@/lib/db'
import { lineName, type PricedLine, priceCart } from '@/lib/orders/price-cart'
import type { GatewayError } from '@/lib/payments/contract/gateway-error'
import type { PaymentGateway } from '@/lib/payments/gateway'
import { ok, type Result } from '@/lib/shared/result'
import { findSalePlan, type SalePlan } from './sale-plan'

/** How long a look at a mapped product's price, currency and state may be trusted. */
const checkedForMs = 10 * 60_000

/** A variant's product at a provider, as it was when it was last looked at; minor units. */
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

/**
 * How the cart is sold: as a plan, through a product of its own, or through what will carry the order's total. `inDoubt`
 * names what must not be sold now, because the provider has it at another price, in another state or of another kind.
 */
export type Sale = { mapped: MappedProduct | null; inDoubt: string[]; plan: SalePlan | null }

/** A mapped product whose price there is the shop's. */
export type MappedProduct = Pick<Mapping, 'variantId' | 'providerProductId' | 'priceMinor' | 'currency'>

const priceLines = (cartTokenHash: Buffer): Promise<PricedLine[]> =>
  inTransaction(async (tx) => {
    const [cart] = await tx.rows<{ id: number }>(sql`select id from carts where token_hash = ${cartTokenHash}`)
    return cart ? priceCart(tx, cart.id) : []
  })

const isOneUnit = (lines: readonly PricedLine[]) => lines.length === 1 && lines[0]?.quantity === 1

/** The mapping of a cart that is one unit of one mapped variant; null for any other cart. */
export async function findOnlyMapping(
  cartTokenHash: Buffer,
  gateway: Pick<PaymentGateway, 'id' | 'mode'>,
): Promise<Mapping | null> {
  const lines = await priceLines(cartTokenHash)
  const [line] = lines
  return line && isOneUnit(lines) ? findMapping(line.variantId, gateway) : null
}

/** A variant's product at a provider, if it has one. */
export async function findMapping(
  variantId: number,
  gateway: Pick<PaymentGateway, 'id' | 'mode'>,
): Promise<Mapping | null> {
  const [mapping] = await findMappings([variantId], gateway)
  return mapping ?? null
}

async function findMappings(variantIds: number[], gateway: Pick<PaymentGateway, 'id' | 'mode'>): Promise<Mapping[]> {
  return rows<Mapping>(sql`
    select m.id, m.variant_id as "variantId", m.provider_product_id as "providerProductId", v.price_minor as "priceMinor",
      v.currency, m.known_name as "knownName", m.state, m.checked_at as "checkedAt"
    from variant_mappings m join variants v on v.id = m.variant_id
    where m.variant_id = any(${variantIds}) and m.provider = ${gateway.id}::provider
      and m.mode = ${gateway.mode}::payment_mode`)
}

type SeenState = 'ok' | 'drifted' | 'missing'

async function checkMapping(
  mapping: Mapping,
  gateway: PaymentGateway,
  at: Date,
): Promise<Result<SeenState, GatewayError>> {
  if (!gateway.catalogue) return ok('missing')
  const answer = await gateway.catalogue.readEntry(mapping.providerProductId)
  if (!answer.ok) return answer
  const entry = answer.value
  const { state, problem } = compareMapping(mapping, entry, gateway.mode)
  await rows(sql`
    update variant_mappings set state = ${state}::mapping_state, checked_at = ${at}, problem = ${problem},
      checked_price_minor = ${entry?.priceMinor ?? null}, checked_currency = ${entry?.currency ?? null},
      checked_name = coalesce(${entry?.name || null}, checked_name), known_name = coalesce(known_name, ${entry?.name || null})
    where id = ${mapping.id}`)
  return ok(state)
}

const isTrusted = (mapping: Mapping, at: Date) =>
  mapping.state === 'ok' && mapping.checkedAt !== null && at.getTime() - mapping.checkedAt.getTime() < checkedForMs

/** `ok` when price, currency, mode and state were seen to be right in the last ten minutes; otherwise it is looked at now. */
async function seeMapping(
  mapping: Mapping,
  gateway: PaymentGateway,
  at: Date,
): Promise<Result<SeenState, GatewayError>> {
  return isTrusted(mapping, at) ? ok('ok') : checkMapping(mapping, gateway, at)
}

/** A mapped product that may be trusted, looked at now if need be. Null for one that drifted or is gone. */
export async function trustMapping(
  mapping: Mapping,
  gateway: PaymentGateway,
  at: Date,
): Promise<Result<MappedProduct | null, GatewayError>> {
  const seen = await seeMapping(mapping, gateway, at)
  return seen.ok ? ok(seen.value === 'ok' ? mapping : null) : seen
}

/** Whether a provider sells a variant by a product of its own there. */
export const sellsMapped = ({ carries, catalogue }: PaymentGateway): boolean =>
  carries === 'one_product' && catalogue !== undefined

/** A cart with more of them is answered without looking. */
const mostLooks = 5

/** Looks again at each: whoever mended it sells at once. @returns the variants that drifted, and those that agree. */
async function look(mappings: Mapping[], gateway: PaymentGateway, at: Date) {
  const drifted = new Set(mappings.slice(mostLooks).map(({ variantId }) => variantId))
  const agreed = new Set<number>()
  const seen = await Promise.all(mappings.slice(0, mostLooks).map((mapping) => seeMapping(mapping, gateway, at)))
  for (const [index, answer] of seen.entries()) {
    const { variantId = 0 } = mappings[index] ?? {}
    if (!answer.ok) return answer
    if (answer.value === 'drifted') drifted.add(variantId)
    if (answer.value === 'ok') agreed.add(variantId)
  }
  return ok({ drifted, agreed })
}

/**
 * Finds out how the cart can be sold. One unit of a mapped variant is sold by its product there, looked at first. What is
 * known to have drifted, in any cart, is looked at again and not sold while it disagrees: nobody knows which price is
 * meant. A product that is gone there names no other price, so the order's own total carries it.
 */
export async function prepareSale(
  cartTokenHash: Buffer,
  gateway: PaymentGateway,
  at: Date,
): Promise<Result<Sale, GatewayError>> {
  const plan = await findSalePlan(cartTokenHash, gateway)
  if (plan || !gateway.catalogue) return ok({ mapped: null, inDoubt: [], plan })
  const lines = await priceLines(cartTokenHash)
  const variantIds = lines.map(({ variantId }) => variantId)
  const mappings = await findMappings(variantIds, gateway)
  const isAlone = isOneUnit(lines)
  const looked = await look(
    mappings.filter(({ state }) => isAlone || state === 'drifted'),
    gateway,
    at,
  )
  if (!looked.ok) return looked
  const { drifted, agreed } = looked.value
  const [only] = mappings
  const mapped = isAlone && sellsMapped(gateway) && only && agreed.has(only.variantId) ? only : null
  return ok({ mapped, inDoubt: lines.filter(({ variantId }) => drifted.has(variantId)).map(lineName), plan })
}
