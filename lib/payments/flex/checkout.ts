import 'server-only'
import { isSafeCheckoutUrl } from '@/lib/payments/checkout-url'
import type { CheckoutNotes, CheckoutRequest, OpenedCheckout } from '@/lib/payments/contract/checkout'
import type { Answer, GatewayError } from '@/lib/payments/contract/gateway-error'
import { err, ok, type Result } from '@/lib/shared/result'
import type { FlexClient } from './client'
import { type LineProducts, productsForLines, replaceMissing } from './line-products'
import { type FlexBooks, findSessions } from './lookups'
import { currencyOf, modeOf, stateOf } from './payments'
import { planBody, planDifference, type Spelling } from './plan-session'
import { type FlexSession, sessionSchema } from './schemas'

/** Of the whole operation's time; the rest is for looking what became of a session whose answer did not come. */
const creatingShare = 0.6

type Opening = { books: FlexBooks; client: FlexClient; request: CheckoutRequest; notes: CheckoutNotes }

/**
 * Opens a session with one line for each line of the order, priced on the spot, under products that stand for our
 * variants. Its total is compared before anybody is sent there. A session whose answer was lost is found again by our
 * number and nonce. Not safe to repeat blindly: a session stays payable for a day.
 */
export async function createCheckout(
  books: FlexBooks,
  request: CheckoutRequest,
  notes: CheckoutNotes,
): Answer<OpenedCheckout> {
  if (request.product.kind !== 'lines' && request.product.kind !== 'plan')
    return err({ code: 'refused', detail: 'Flex sells the lines of an order.' })
  if (request.currency !== 'USD') return err({ code: 'refused', detail: 'Flex takes US dollars only.' })
  const opening: Opening = { books, client: books.api.open(), request, notes }
  const products = await productsForLines(opening.client, request, notes)
  if (!products.ok) return products
  const session = await openSpelt(opening, products.value)
  if (!session.ok) return session
  const difference =
    request.product.kind === 'plan'
      ? await planDifference(opening.client, session.value.id, request.product.plan)
      : ok(null)
  if (!difference.ok) return difference
  if (difference.value) return err({ code: 'price_mismatch', detail: difference.value })
  return checked(books, request, session.value)
}

/** An interval that is refused in one spelling is asked for in the other. */
async function openSpelt(opening: Opening, products: LineProducts): Answer<FlexSession> {
  const first = await openSession(opening, products, 'noun')
  const isRefusedPlan = !first.ok && first.error.code === 'refused' && opening.request.product.kind === 'plan'
  if (!isRefusedPlan) return first
  const second = await openSession(opening, products, 'adverb')
  return second.ok ? second : first
}

/** A stored product may be gone, and the refusal does not say which: what is gone is made anew, once. */
async function openSession(opening: Opening, products: LineProducts, spelling: Spelling): Answer<FlexSession> {
  const first = await postSession(opening, products, { spelling, suffix: '' })
  if (first.ok || (first.error.code !== 'refused' && first.error.code !== 'not_found')) return first
  const renewed = await replaceMissing(opening.client, opening.request, opening.notes, products)
  if (!renewed.ok) return renewed
  return renewed.value ? postSession(opening, renewed.value, { spelling, suffix: '-renewed' }) : first
}

async function postSession(
  opening: Opening,
  products: LineProducts,
  { spelling, suffix }: { spelling: Spelling; suffix: string },
): Answer<FlexSession> {
  const { books, client, request } = opening
  const answer = await client.call(
    {
      method: 'POST',
      path: '/checkout/sessions',
      body: { checkout_session: { ...soldBy(request, products, spelling), ...sharedOf(request) } },
      idempotencyKey: `checkout-${request.nonce}${spelling === 'noun' ? '' : '-spelt'}${suffix}`,
      endsAfterMs: Math.floor(books.api.timeoutMs * creatingShare),
    },
    sessionSchema,
  )
  return !answer.ok && answer.error.ambiguous ? findLost(opening, answer.error) : answer
}

/** Of several that were made for this very attempt, the newest that is as it should be. */
async function findLost({ books, client, request }: Opening, failure: GatewayError): Answer<FlexSession> {
  const named = await findSessions(books, client, request.orderNumber)
  if (!named.ok) return err(failure)
  const [found] = named.value
    .filter(({ metadata }) => metadata.nonce === request.nonce && metadata.attempt === String(request.attempt))
    .filter((session) => checked(books, request, session).ok)
  return found ? ok(found) : err(failure)
}

function soldBy(request: CheckoutRequest, products: LineProducts, spelling: Spelling) {
  if (request.product.kind !== 'plan') return linesOf(request, products)
  const { plan } = request.product
  const product = products.get(request.lines[0]?.position ?? 1)
  return planBody(plan, { product, spelling, metadata: referencesOf(request) })
}

function linesOf(request: CheckoutRequest, products: LineProducts) {
  const listMinor = request.lines.reduce((sum, line) => sum + line.unitPriceMinor * line.quantity, 0)
  const differenceMinor = listMinor - request.expectedMinor
  const name = request.discountCode ?? 'Discount'
  return {
    mode: 'payment',
    line_items: request.lines.map((line) => ({
      price_data: { product: products.get(line.position), unit_amount: line.unitPriceMinor },
      quantity: line.quantity,
    })),
    ...(differenceMinor > 0 && { discounts: [{ coupon_data: { name, amount_off: differenceMinor } }] }),
    ...(differenceMinor < 0 && {
      shipping_options: { shipping_rate_data: { display_name: 'Shipping', amount: -differenceMinor } },
    }),
  }
}

function referencesOf({ orderNumber, attempt, nonce }: CheckoutRequest) {
  return { external_order_id: orderNumber, attempt: String(attempt), nonce }
}

function sharedOf(request: CheckoutRequest) {
  return {
    success_url: `${request.successUrl}?session_id={CHECKOUT_SESSION_ID}`,
    cancel_url: request.cancelUrl,
    client_reference_id: request.orderNumber,
    defaults: { email: request.customerEmail },
    metadata: referencesOf(request),
  }
}

function checked(
  { api }: FlexBooks,
  request: CheckoutRequest,
  session: FlexSession,
): Result<OpenedCheckout, GatewayError> {
  const url = session.redirect_url ?? session.url ?? ''
  if (session.amount_total !== request.expectedMinor || currencyOf(session) !== request.currency) {
    const told = `${session.amount_total ?? 'no'} cents in ${currencyOf(session)}`
    const detail = `Its session asks for ${told}, the order for ${request.expectedMinor} in ${request.currency}.`
    return err({ code: 'price_mismatch', detail })
  }
  if (modeOf(session.test_mode, api.mode) !== api.mode)
    return err({ code: 'refused', detail: 'Its session is of the other mode than the key.' })
  if (stateOf(session) !== 'open') return err({ code: 'refused', detail: 'Its new session cannot be paid any more.' })
  if (isSafeCheckoutUrl(url, api.apiUrl)) return ok({ sessionId: session.id, url, providerProductId: null })
  return err({ code: 'unsafe_url', detail: 'The checkout page it named is not an address shoppers may be sent to.' })
}
