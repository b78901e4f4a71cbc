import 'server-only'
import type { CheckoutNotes, CheckoutRequest, OpenedCheckout, SoldPlan } from '@/lib/payments/contract/checkout'
import type { Answer } from '@/lib/payments/contract/gateway-error'
import { err, ok } from '@/lib/shared/result'
import type { FungiesApi, FungiesCaller } from './api'
import { offerForOrder } from './order-offer'
import { elementAnswer } from './schemas'

/**
 * Opens a store page for one order: its single-use offer, price read back, in an element of its own (docs/providers.md).
 * Fungies knows no page to return to per checkout; the store-wide one is ours. All calls share one deadline. Not safe to
 * repeat blindly: an offer may be left behind.
 */
export async function createCheckout(
  api: FungiesApi,
  request: CheckoutRequest,
  notes: CheckoutNotes,
): Answer<OpenedCheckout> {
  const { product } = request
  if (product.kind !== 'order' && product.kind !== 'plan') {
    return err({ code: 'refused', detail: 'Fungies sells an order by an offer of its own.' })
  }
  const caller = api.open()
  const terms = product.kind === 'plan' ? planTerms(product.plan, notes) : orderTerms(product.name, request, notes)
  const offerId = await offerForOrder({ api, caller, request, ...terms }, product.existingProductId)
  if (!offerId.ok) return offerId
  const element = await makeElement(caller, offerId.value, request.orderNumber)
  if (!element.ok) return element
  const url = checkoutUrl(api.storeUrl, element.value, request.customerEmail)
  // What a plan was sold by is not told with its charges: its subscription is known by the nonce.
  const providerProductId = product.kind === 'plan' ? null : offerId.value
  if (url) return ok({ sessionId: element.value, url, providerProductId })
  return err({ code: 'unsafe_url', detail: 'The checkout page is not an address shoppers may be sent to.' })
}

const orderTerms = (name: string, { expectedMinor }: CheckoutRequest, notes: CheckoutNotes) => ({
  name,
  priceMinor: expectedMinor,
  plan: null,
  made: notes.orderProductMade,
})

/** A plan's offer that was bought stays on sale after its order: its renewals go on by it. */
const planTerms = (plan: SoldPlan, notes: CheckoutNotes) => ({
  name: plan.name,
  priceMinor: plan.priceMinor,
  plan: { interval: plan.interval, trialDays: plan.trialDays },
  made: notes.planOfferMade,
})

async function makeElement(caller: FungiesCaller, offerId: string, orderNumber: string): Answer<string> {
  const offersIds = [offerId]
  const documented = await caller.post(
    '/elements/checkout/create',
    { offersIds, name: `Order ${orderNumber}` },
    elementAnswer,
  )
  // The vendor's own tools use another path and another field.
  const made =
    !documented.ok && documented.error.code === 'not_found'
      ? await caller.post('/elements/create', { offers: offersIds, name: `Order ${orderNumber}` }, elementAnswer)
      : documented
  if (!made.ok) return made
  const { id, status } = made.value.checkoutElement
  if (status?.toUpperCase() !== 'DRAFT') return ok(id)
  return err({ code: 'refused', detail: 'The Fungies store is a draft: publish it in its dashboard.' })
}

/**
 * The page of an element in the merchant's store, the buyer's e-mail filled in; null when it is not on the store's host. Pure.
 */
export function checkoutUrl(storeUrl: string, elementId: string, email: string): string | null {
  const url = URL.parse(`/checkout-element/${elementId}`, storeUrl)
  if (url?.host !== new URL(storeUrl).host || !url.pathname.startsWith('/checkout-element/')) return null
  url.searchParams.set('fngs-customer-email', email)
  return url.href
}
