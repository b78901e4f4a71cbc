import 'server-only'
import type { DiscountCheck } from '@/lib/payments/contract/discounts'
import type { Answer, GatewayError } from '@/lib/payments/contract/gateway-error'
import { fromMajor } from '@/lib/shared/money'
import { err, ok } from '@/lib/shared/result'
import { answerOf } from './calls'
import type { PocketsflowClient } from './client'
import { type DiscountTerms, discountCheckSchema, discountListSchema, discountSchema } from './schemas'

type Priced = { providerProductId: string; priceMinor: number; currency: string }

const unknownCode: DiscountCheck = { valid: false, reason: 'Pocketsflow does not accept this code for this product.' }
const silentTerms: DiscountCheck = { valid: false, reason: 'Pocketsflow does not say what this code takes off.' }

/**
 * Asks `POST /discounts/validate`; where its answer leaves out what the code takes off, the account's discounts tell.
 * The total is in minor units, percentages rounded half up on the discount. Safe to repeat.
 */
export async function checkDiscount(client: PocketsflowClient, code: string, product: Priced): Answer<DiscountCheck> {
  const body = { code, productId: product.providerProductId }
  const checked = await answerOf('reads', discountCheckSchema, () =>
    client.request('POST', '/discounts/validate', { body }),
  )
  if (!checked.ok) return isRefusal(checked.error) ? ok(unknownCode) : err(withoutDoubt(checked.error))
  const { valid, isValid, discount, ...bare } = checked.value
  if (valid === false || isValid === false) return ok(unknownCode)
  const terms = [discount, bare].find(saysTerms) ?? (await listedDiscount(client, code))
  return ok(terms ? applied(terms, product) : silentTerms)
}

/**
 * What each of the account's discounts that are for this product makes of its price, expired and used ones too: a payment
 * may have been made while they held. Minor units; safe to repeat.
 */
export async function listDiscountedPrices(client: PocketsflowClient, product: Priced): Answer<number[]> {
  const listed = await answerOf('reads', discountListSchema, () => client.discounts.list())
  if (!listed.ok) return listed
  const terms = listed.value.flatMap((raw) => discountSchema.safeParse(raw).data ?? []).filter(saysTerms)
  const ours = terms.filter((one) => one.mainProductIds?.includes(product.providerProductId))
  const checks = ours.map((one) => applied({ ...one, active: true }, product))
  return ok(checks.flatMap((check) => (check.valid ? [check.totalMinor] : [])))
}

const isRefusal = ({ code }: GatewayError) => code === 'not_found' || code === 'refused'

// A POST, but it changes nothing.
const withoutDoubt = ({ ambiguous: _, ...error }: GatewayError): GatewayError => error

type Terms = Pick<DiscountTerms, 'value' | 'valueType' | 'active' | 'mainProductIds'>

const saysTerms = (terms: Terms | null | undefined): terms is Terms => terms?.value != null && terms.valueType != null

async function listedDiscount(client: PocketsflowClient, code: string): Promise<Terms | null> {
  const listed = await answerOf('reads', discountListSchema, () => client.discounts.list())
  if (!listed.ok) return null
  const wanted = code.toLowerCase()
  const terms = listed.value
    .flatMap((raw) => discountSchema.safeParse(raw).data ?? [])
    .find((one) => one.code?.toLowerCase() === wanted)
  return saysTerms(terms) ? terms : null
}

function applied(terms: Terms, { providerProductId, priceMinor, currency }: Priced): DiscountCheck {
  const isForIt = terms.mainProductIds?.includes(providerProductId) ?? true
  if (terms.active === false || !isForIt) return unknownCode
  const offMinor = terms.valueType === 'fixed' ? fixedMinor(terms, currency) : percentMinor(terms, priceMinor)
  if (offMinor === null || offMinor < 0) return silentTerms
  return { valid: true, totalMinor: Math.max(priceMinor - offMinor, 0) }
}

const fixedMinor = ({ value }: Terms, currency: string) => fromMajor(value ?? '', currency)

function percentMinor({ value }: Terms, priceMinor: number): number | null {
  const percent = Number(value)
  return percent >= 0 && percent <= 100 ? Math.round((priceMinor * percent) / 100) : null
}
