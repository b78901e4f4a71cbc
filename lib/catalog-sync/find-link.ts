import 'server-only'
import { prisma } from '@/lib/db'
import type { Mode, ProviderId } from '@/lib/payments/contract/provider-id'
import type { PaymentGateway } from '@/lib/payments/gateway'
import { findGateway, listProviders } from '@/lib/payments/registry'
import { formatMoney } from '@/lib/shared/money'
import { err, ok, type Result } from '@/lib/shared/result'

export type Linkable = { provider: ProviderId; name: string }

/** Providers at which a variant can stand for something: those with a key, and the first of all while none has one. */
export async function listLinkable(): Promise<Linkable[]> {
  const listed = await listProviders()
  const configured = listed.filter(({ isConfigured }) => isConfigured)
  return (configured.length > 0 ? configured : listed.slice(0, 1)).map(({ id, name }) => ({ provider: id, name }))
}

export type FindLinkDeps = {
  gateway: (id: ProviderId, mode: Mode) => Pick<PaymentGateway, 'catalogue'> | null
}

/**
 * The id that a link keeps for what a merchant typed: itself, or where it names a product that is sold at one price, that
 * price's. An id that the provider does not know, or cannot be asked about now, stays as it is: the comparison tells.
 * @returns in words why it is not clear which is meant.
 */
async function findLink(
  { provider, mode, typed }: { provider: ProviderId; mode: Mode; typed: string },
  deps: FindLinkDeps,
): Promise<Result<string, string>> {
  const entriesOf = deps.gateway(provider, mode)?.catalogue?.entriesOf
  if (!entriesOf || typed === '') return ok(typed)
  const found = await entriesOf(typed)
  if (!found.ok || found.value.length === 0) return ok(typed)
  const sold = found.value.filter(({ state, sale }) => state === 'on_sale' && sale === 'one_time')
  const [only] = sold
  if (only && sold.length === 1) return ok(only.providerProductId)
  if (!only) return err('This product has no offer there that is bought once and on sale.')
  const choices = sold.map(({ providerProductId, priceMinor, currency }) =>
    priceMinor !== null && currency
      ? `${providerProductId} (${formatMoney({ amountMinor: priceMinor, currency })})`
      : providerProductId,
  )
  return err(`This product has ${sold.length} offers there; please write the id of one: ${choices.join(', ')}.`)
}

type Links = Partial<Record<ProviderId, string>>

/** The same for all that a form holds; nobody is asked about a link that stays as it is. */
export async function findLinks(
  { variantId, links, mode }: { variantId: number; links: Links; mode: Mode },
  deps: FindLinkDeps = { gateway: findGateway },
): Promise<Result<Links, string>> {
  const kept = await prisma().variantMapping.findMany({ where: { variantId, mode } })
  const found: Links = {}
  for (const [provider, typed] of Object.entries(links) as [ProviderId, string][]) {
    const isKept = kept.some((one) => one.provider === provider && one.providerProductId === typed.trim())
    const link = isKept ? ok(typed) : await findLink({ provider, mode, typed: typed.trim() }, deps)
    if (!link.ok) return link
    found[provider] = link.value
  }
  return ok(found)
}
