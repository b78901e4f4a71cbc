import 'server-only'
import type { CheckoutRequest } from '@/lib/payments/contract/checkout'
import type { Answer, GatewayError } from '@/lib/payments/contract/gateway-error'
import type { PlanInterval } from '@/lib/payments/contract/subscriptions'
import { formatMoney } from '@/lib/shared/money'
import { err, ok } from '@/lib/shared/result'
import type { FungiesApi, FungiesCaller } from './api'
import { archiveOffer, isArchived, readOffer } from './offers'
import { ensureProduct, forgetProduct, isProductOnSale } from './order-product'
import { isOtherUnit, keepPriceUnit, otherUnit, type PriceUnit, readPriceUnit, writtenIn } from './price-unit'
import { referenceOf } from './reference'
import { type FungiesOffer, offerAnswer } from './schemas'

type Asked = {
  api: FungiesApi
  caller: FungiesCaller
  request: CheckoutRequest
  name: string
  /** Of the offer: an order's total, or what a plan costs each interval. */
  priceMinor: number
  plan: { interval: PlanInterval; trialDays: number } | null
  /** Called as soon as the offer exists. */
  made(offerId: string): Promise<void>
}

/**
 * The single-use offer that carries an order's total: the one made earlier while it is still unsold and right, else a new
 * one. Its price is read back in minor units. One that is wrong by exactly the currency's decimals is archived and written
 * once more in the other unit, which is remembered; one that is wrong then is archived, and refused.
 */
export async function offerForOrder(asked: Asked, existingId: string | null): Answer<string> {
  const existing = existingId === null ? ok(null) : await readOffer(asked.caller, existingId)
  if (!existing.ok) return existing
  if (existing.value && (existing.value.soldItems ?? 0) > 0) {
    return err({ code: 'refused', detail: 'The offer of this order was bought already; its payment is looked for.' })
  }
  if (existing.value && !isArchived(existing.value) && differenceOf(asked, existing.value) === null) {
    return ok(existing.value.id)
  }
  const unit = await readPriceUnit(asked.api)
  const first = await writeAndRead(asked, unit)
  if (!first.ok) return first
  const difference = differenceOf(asked, first.value)
  if (difference === null) return rightOffer(asked, first.value, unit)
  await archiveOffer(asked.caller, first.value.id)
  if (!isOtherUnit(unit, priceOf(asked), first.value.price)) return mismatch(asked, difference)
  const second = await writeAndRead(asked, otherUnit[unit])
  if (!second.ok) return second
  const stillDifferent = differenceOf(asked, second.value)
  if (stillDifferent === null) return rightOffer(asked, second.value, otherUnit[unit])
  await archiveOffer(asked.caller, second.value.id)
  return mismatch(asked, stillDifferent)
}

async function rightOffer({ api }: Asked, { id }: FungiesOffer, unit: PriceUnit) {
  await keepPriceUnit(api, unit)
  return ok(id)
}

const priceOf = ({ priceMinor, request }: Asked) => ({ amountMinor: priceMinor, currency: request.currency })

/** The offer as it reads back, noted as soon as it exists. */
async function writeAndRead(asked: Asked, unit: PriceUnit): Answer<FungiesOffer> {
  const made = await makeOffer(asked, unit)
  if (!made.ok) return made
  await asked.made(made.value)
  const offer = await readOffer(asked.caller, made.value)
  if (!offer.ok) return offer
  if (offer.value) return ok(offer.value)
  return err({
    code: 'not_found',
    detail: `The offer made for order ${asked.request.orderNumber} cannot be read back.`,
  })
}

/** A product that is gone there, or was archived, is replaced once. */
async function makeOffer(asked: Asked, unit: PriceUnit): Answer<string> {
  const first = await makeOfferBelow(asked, unit)
  if (first.ok || !(await isProductGone(asked, first.error))) return first
  await forgetProduct(asked.api, asked.plan ? 'plan' : 'order')
  return makeOfferBelow(asked, unit)
}

async function isProductGone({ api, caller, plan }: Asked, { code }: GatewayError): Promise<boolean> {
  if (code === 'not_found') return true
  return code === 'refused' && !(await isProductOnSale(api, caller, plan ? 'plan' : 'order'))
}

async function makeOfferBelow(
  { api, caller, request, name, plan, priceMinor }: Asked,
  unit: PriceUnit,
): Answer<string> {
  const productId = await ensureProduct(api, caller, plan ? 'plan' : 'order')
  if (!productId.ok) return productId
  const { currency } = request
  const body = {
    productId: productId.value,
    name,
    currency,
    price: writtenIn(unit, { amountMinor: priceMinor, currency }),
    limit: 1,
    externalId: referenceOf(request),
    mutableQuantity: false,
    taxBehavior: 'exclusive',
    ...(plan && { recurringInterval: plan.interval, recurringIntervalCount: 1 }),
    ...(plan && plan.trialDays > 0 && { trialInterval: 'day', trialIntervalCount: plan.trialDays }),
  }
  const answer = await caller.post('/offers/create', body, offerAnswer)
  return answer.ok ? ok(answer.value.offer.id) : answer
}

/** In words what a buyer would be asked that the order does not ask; null when nothing differs. */
function differenceOf(terms: Asked, offer: FungiesOffer): string | null {
  const { priceMinor, plan } = terms
  const { currency } = terms.request
  const asked = formatMoney({ amountMinor: priceMinor, currency })
  if (offer.currency?.toUpperCase() !== currency.toUpperCase()) {
    return `Fungies would ask in ${offer.currency ?? 'an unknown currency'}, the order in ${currency}.`
  }
  if (offer.mutableQuantity === true) return 'the buyer could change the quantity on the page.'
  if (plan && !isSameTime(plan, offer)) return 'its interval or its trial is not the one shown in the shop.'
  if (offer.price === priceMinor) return null
  const shown = Number.isInteger(offer.price)
    ? formatMoney({ amountMinor: Number(offer.price), currency })
    : offer.price
  return `Fungies would ask for ${shown ?? 'a price that cannot be read'}, the order for ${asked} (${currency}).`
}

const isSameTime = (plan: NonNullable<Asked['plan']>, offer: FungiesOffer): boolean =>
  offer.recurringInterval === plan.interval &&
  (offer.recurringIntervalCount ?? 1) === 1 &&
  (plan.trialDays === 0 ? !offer.trialInterval : offer.trialIntervalCount === plan.trialDays)

const mismatch = ({ request }: Asked, difference: string) =>
  err({ code: 'price_mismatch' as const, detail: `Order ${request.orderNumber}: ${difference}` })
