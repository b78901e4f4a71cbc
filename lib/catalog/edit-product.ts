import 'server-only'
import { type Clock, systemClock } from '@/lib/clock'
import { inTransaction, sql, type Tx } from '@/lib/db'
import type { Mode, ProviderId } from '@/lib/payments/contract/provider-id'
import { currencyDigits, fromMajor, toMajorText } from '@/lib/shared/money'
import { err, ok, type Result } from '@/lib/shared/result'
import { announceCatalogChange } from './announce'
import { stockLabel } from './model'

/** A variant's editable facts as a merchant typed them. */
export type VariantEdit = {
  variantId: number
  /** Decimal text in major units: "12.50". */
  priceText: string
  /** What the merchant saw and what they want; null = unlimited. Equal ones leave the stock as it is by now. */
  stockSeen: number | null
  stockWanted: number | null
  /** The id that it is linked to at each provider; blank = no product of its own there. Others are left as they are. */
  links: Partial<Record<ProviderId, string>>
  mode: Mode
  clock?: Clock
}

export type EditError =
  | { code: 'unknown_variant' | 'price_not_positive' | 'price_too_high' }
  | { code: 'bad_provider_id'; provider: ProviderId }
  | { code: 'price_unreadable'; currency: string }
  | { code: 'stock_changed'; stock: number | null }
  | { code: 'provider_id_taken'; provider: ProviderId; sku: string }

/** `isVisible` is true when shop pages show something else now. */
export type Edited = { slug: string; changed: ('price' | 'stock' | ProviderId)[]; isVisible: boolean }

/** The dearest that a variant can be, so that a full cart's total stays a safe integer of the database. */
const maxPriceMinor = 20_000_000

/**
 * Changes a variant's price, stock and links to providers together, or nothing at all. Stock is set only if it is still what
 * the merchant saw. Pages that show something else now are refreshed when it commits. Safe to repeat.
 */
export async function editVariant(edit: VariantEdit): Promise<Result<Edited, EditError>> {
  return inTransaction(async (tx) => {
    const variant = await lockVariant(tx, edit.variantId)
    if (!variant) return err({ code: 'unknown_variant' })
    const price = readPrice(edit.priceText, variant.currency)
    if (!price.ok) return price
    const wantsStock = edit.stockSeen !== edit.stockWanted && variant.stock !== edit.stockWanted
    if (wantsStock && variant.stock !== edit.stockSeen) return err({ code: 'stock_changed', stock: variant.stock })
    const stock = wantsStock ? edit.stockWanted : variant.stock
    const links = await planLinks(tx, edit)
    if (!links.ok) return links

    await tx.rows(sql`update variants set price_minor = ${price.value}, stock = ${stock} where id = ${variant.id}`)
    const isPriceNew = price.value !== variant.priceMinor
    if (isPriceNew) await forgetChecks(tx, variant.id)
    for (const link of links.value) await writeLink(tx, edit, link)
    const isVisible = isPriceNew || stockLabel(stock) !== stockLabel(variant.stock)
    if (isVisible) await announceCatalogChange(tx, [variant.slug])
    if (isPriceNew || wantsStock) await touchProduct(tx, variant.id, edit.clock)
    const linked = links.value.map(({ provider }) => provider)
    const changed = [...(isPriceNew ? ['price' as const] : []), ...(wantsStock ? ['stock' as const] : []), ...linked]
    return ok({ slug: variant.slug, changed, isVisible })
  })
}

/** Shows or hides a product in the shop. Safe to repeat. @returns its slug, null when there is no such product. */
export async function setPublished(input: {
  productId: number
  isPublished: boolean
  clock?: Clock
}): Promise<{ slug: string; name: string; changed: boolean } | null> {
  const status = input.isPublished ? 'published' : 'draft'
  const at = (input.clock ?? systemClock).now()
  return inTransaction(async (tx) => {
    const [product] = await tx.rows<{ slug: string; name: string; status: string }>(
      sql`select slug, name, status from products where id = ${input.productId} for update`,
    )
    if (!product) return null
    const changed = product.status !== status
    if (changed) {
      await tx.rows(
        sql`update products set status = ${status}::product_status, updated_at = ${at} where id = ${input.productId}`,
      )
      await announceCatalogChange(tx, [product.slug])
    }
    return { slug: product.slug, name: product.name, changed }
  })
}

/** An edit that was refused, in words; `nameOf` is how a provider is called. */
export function editErrorText(error: EditError, nameOf: (provider: ProviderId) => string): string {
  switch (error.code) {
    case 'unknown_variant':
      return 'This variant is no longer there. Please reload the page.'
    case 'price_not_positive':
      return 'The price has to be above zero.'
    case 'price_too_high':
      return 'The price is higher than the shop can take.'
    case 'price_unreadable':
      return `Please write the price as a number${decimalsText(error.currency)}.`
    case 'bad_provider_id':
      return `A ${nameOf(error.provider)} id has only letters, digits, - and _.`
    case 'provider_id_taken':
      return `This ${nameOf(error.provider)} id belongs to ${error.sku} already. Each variant needs its own.`
    case 'stock_changed':
      return `Stock changed meanwhile: it is ${error.stock ?? 'unlimited'} now. Nothing was saved; please look again.`
  }
}

const decimalsText = (currency: string): string => {
  const digits = currencyDigits(currency)
  const example = toMajorText({ amountMinor: 125 * 10 ** Math.max(0, digits - 1), currency })
  return digits === 0 ? ' without decimals' : ` with at most ${digits} decimals, such as ${example}`
}

type LockedVariant = { id: number; slug: string; priceMinor: number; currency: string; stock: number | null }

async function lockVariant(tx: Tx, variantId: number): Promise<LockedVariant | null> {
  const [variant] = await tx.rows<LockedVariant>(sql`
    select v.id, p.slug, v.price_minor as "priceMinor", v.currency, v.stock
    from variants v join products p on p.id = v.product_id where v.id = ${variantId} for update of v`)
  return variant ?? null
}

function readPrice(priceText: string, currency: string): Result<number, EditError> {
  if (/^\s*-/.test(priceText)) return err({ code: 'price_not_positive' })
  const priceMinor = fromMajor(priceText, currency)
  if (priceMinor === null) return err({ code: 'price_unreadable', currency })
  if (priceMinor <= 0) return err({ code: 'price_not_positive' })
  return priceMinor > maxPriceMinor ? err({ code: 'price_too_high' }) : ok(priceMinor)
}

/** `id` null = the link is taken away. */
type Link = { provider: ProviderId; id: string | null }

/** The links that are to change, and where to. */
async function planLinks(tx: Tx, edit: VariantEdit): Promise<Result<Link[], EditError>> {
  const planned: Link[] = []
  for (const [provider, typed] of Object.entries(edit.links) as [ProviderId, string][]) {
    const link = await planLink(tx, edit, { provider, wanted: typed.trim() })
    if (!link.ok) return link
    if (link.value) planned.push(link.value)
  }
  return ok(planned)
}

/** Null when it is linked like this already. */
async function planLink(
  tx: Tx,
  edit: VariantEdit,
  { provider, wanted }: { provider: ProviderId; wanted: string },
): Promise<Result<Link | null, EditError>> {
  if (wanted !== '' && !/^[\w-]{1,100}$/.test(wanted)) return err({ code: 'bad_provider_id', provider })
  const mappings = await tx.rows<{ variantId: number; id: string; sku: string }>(sql`
    select m.variant_id as "variantId", m.provider_product_id as id, v.sku
    from variant_mappings m join variants v on v.id = m.variant_id
    where m.provider = ${provider}::provider and m.mode = ${edit.mode}::payment_mode
      and (m.variant_id = ${edit.variantId} or m.provider_product_id = ${wanted})`)
  const own = mappings.find((mapping) => mapping.variantId === edit.variantId)
  const other = mappings.find((mapping) => mapping.variantId !== edit.variantId)
  if (other) return err({ code: 'provider_id_taken', provider, sku: other.sku })
  if (wanted === (own?.id ?? '')) return ok(null)
  return ok({ provider, id: wanted === '' ? null : wanted })
}

async function writeLink(tx: Tx, edit: VariantEdit, { provider, id }: Link): Promise<void> {
  await tx.rows(sql`
    delete from variant_mappings where variant_id = ${edit.variantId} and provider = ${provider}::provider
      and mode = ${edit.mode}::payment_mode`)
  if (id === null) return
  await tx.rows(sql`
    insert into variant_mappings (variant_id, provider, mode, provider_product_id)
    values (${edit.variantId}, ${provider}::provider, ${edit.mode}::payment_mode, ${id})`)
}

/** A new price makes every earlier comparison with a provider's price worthless. */
async function forgetChecks(tx: Tx, variantId: number): Promise<void> {
  await tx.rows(sql`
    update variant_mappings set state = 'unchecked', checked_at = null, problem = null where variant_id = ${variantId}`)
}

async function touchProduct(tx: Tx, variantId: number, clock: Clock = systemClock): Promise<void> {
  await tx.rows(sql`
    update products set updated_at = ${clock.now()}
    where id = (select product_id from variants where id = ${variantId})`)
}
