import 'server-only'
import { isSafeCheckoutUrl } from '@/lib/payments/checkout-url'
import type { CheckoutNotes, CheckoutRequest, OpenedCheckout } from '@/lib/payments/contract/checkout'
import type { Answer } from '@/lib/payments/contract/gateway-error'
import { err, ok } from '@/lib/shared/result'
import { answerOf, type PocketsflowApi } from './calls'
import type { PocketsflowClient } from './client'
import { productForOrder } from './products'
import { sessionSchema } from './schemas'
import { offerForPlan } from './subscriptions'

/**
 * Opens a hosted page for one product (sessions take no price, quantity or second product). All calls share one
 * deadline. Not safe to repeat blindly: sessions cannot be taken back, a product may be left behind.
 */
export async function createCheckout(
  api: PocketsflowApi,
  request: CheckoutRequest,
  notes: CheckoutNotes,
): Answer<OpenedCheckout> {
  const client = api.open()
  const sold = await findSold({ api, client }, request, notes)
  if (!sold.ok) return sold
  const session = await openSession(client, request, sold.value)
  if (!session.ok) return session
  const { id, url } = session.value
  if (isSafeCheckoutUrl(url, api.apiUrl)) return ok({ sessionId: id, url, providerProductId: sold.value })
  return err({ code: 'unsafe_url', detail: 'The checkout page it named is not an address shoppers may be sent to.' })
}

/** What the session is to sell; an offer of a subscription goes where a product does. */
async function findSold(
  asked: { api: PocketsflowApi; client: PocketsflowClient },
  request: CheckoutRequest,
  notes: CheckoutNotes,
): Answer<string> {
  const { product } = request
  if (product.kind === 'lines') return err({ code: 'refused', detail: 'Pocketsflow sells one product at a time.' })
  if (product.kind === 'plan') return offerForPlan(asked, product.plan, request.currency)
  if (product.kind === 'mapped') return ok(product.providerProductId)
  return productForOrder(asked, request, product, notes)
}

async function openSession(client: PocketsflowClient, request: CheckoutRequest, productId: string) {
  const params = {
    productId,
    successUrl: request.successUrl,
    cancelUrl: request.cancelUrl,
    customerEmail: request.customerEmail,
    ...(request.discountCode && { discountCode: request.discountCode }),
    metadata: { external_order_id: request.orderNumber, attempt: String(request.attempt), nonce: request.nonce },
    // Not in the SDK's type; integrators send it, and fixtures of Pocketsflow's echo it beside the metadata.
    clientReferenceId: request.orderNumber,
  }
  return answerOf('changes', sessionSchema, () => client.checkout.create(params))
}
