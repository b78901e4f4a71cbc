import 'server-only'
import type { Answer } from '@/lib/payments/contract/gateway-error'
import type { ProviderRefund, RefundList, RefundRequest } from '@/lib/payments/contract/refunds'
import { largestRemainder } from '@/lib/shared/largest-remainder'
import { err, ok } from '@/lib/shared/result'
import { type FlexClient, isFlexId } from './client'
import { type FlexBooks, searchSessionsOf } from './lookups'
import { knownOwner } from './owners'
import { isSessionId } from './payments'
import { groupRefunds } from './refund-groups'
import {
  type FlexRefund,
  lineListSchema,
  lineSchema,
  refundListSchema,
  refundSchema,
  refundsMadeSchema,
} from './schemas'
import { readInvoice } from './subscriptions'

type Item = { product: string; amount_to_refund: number }

const pageSize = 100
const mostPages = 5
/** A list that reaches back so far shows every refund that may still be looked for. */
const wholeAfterMs = 7 * 86_400_000

/**
 * `POST /checkout/sessions/{id}/refund`, its lines adding up to the cent: they are the record for health spending accounts.
 * A split cart answers with two refunds, which are one of ours. The key makes a repeat the same refund.
 */
export async function createRefund(books: FlexBooks, request: RefundRequest): Answer<ProviderRefund> {
  if (!isFlexId(request.providerOrderId)) return err({ code: 'not_found', detail: 'This is no session of Flex’s.' })
  const client = books.api.open()
  if (!isSessionId(request.providerOrderId)) return refundRenewal(client, request)
  const items = await itemsOf(client, request)
  if (!items.ok) return items
  const answer = await postRefund(client, request, items.value, request.key)
  // Flex may have shared a discount over the lines in another way than we did: then the total alone is asked for.
  const isRefused = !answer.ok && answer.error.code === 'refused' && !answer.error.ambiguous
  return isRefused && items.value.length > 0 ? postRefund(client, request, [], `${request.key}-total`) : answer
}

/** `POST /refunds`: a renewal was paid in no session. */
async function refundRenewal(client: FlexClient, request: RefundRequest): Answer<ProviderRefund> {
  const invoice = await readInvoice(client, request.providerOrderId)
  if (!invoice.ok) return invoice
  const intent = invoice.value?.payment_intent_id
  if (!intent) return err({ code: 'not_found', detail: 'It shows no payment of this renewal.' })
  const refund = {
    payment_intent_id: intent,
    ...(request.amountMinor !== null && { amount: request.amountMinor }),
    reason: 'requested_by_customer',
    metadata: metadataOf(request),
  }
  const call = { method: 'POST', path: '/refunds', body: { refund }, idempotencyKey: request.key } as const
  const made = await client.call(call, refundSchema)
  if (!made.ok) return made
  const [told] = groupRefunds([made.value], () => request.providerOrderId)
  return told ? ok(told) : err({ code: 'unreadable', detail: 'The answer does not show the refund.', ambiguous: true })
}

/** By which a refund is known again, in every list and event. */
function metadataOf({ key, providerOrderId, amountMinor, reason }: RefundRequest) {
  const total = amountMinor === null ? {} : { total: String(amountMinor) }
  return { refund_key: key, checkout_session: providerOrderId, note: reason, ...total }
}

async function postRefund(
  client: FlexClient,
  request: RefundRequest,
  items: readonly Item[],
  idempotencyKey: string,
): Answer<ProviderRefund> {
  const { key, providerOrderId, amountMinor } = request
  const wish = {
    ...(items.length > 0 ? { line_items: items } : amountMinor !== null && { amount: amountMinor }),
    refund_metadata: metadataOf(request),
  }
  const path = `/checkout/sessions/${providerOrderId}/refund`
  const call = { method: 'POST', path, body: { checkout_session: wish }, idempotencyKey } as const
  const made = await client.call(call, refundsMadeSchema)
  if (!made.ok) return made
  const told = made.value.refunds.flatMap((raw) => refundSchema.safeParse(raw).data ?? [])
  const ours = told.filter(({ metadata }) => metadata.refund_key === key)
  const [refund] = groupRefunds(ours, () => providerOrderId)
  if (refund) return ok(refund)
  return err({ code: 'unreadable', detail: 'The answer does not show the refund.', ambiguous: true })
}

/** The lines asked for, or all of the session's in proportion; none when they cannot be told. */
async function itemsOf(client: FlexClient, { providerOrderId, amountMinor, lines }: RefundRequest): Answer<Item[]> {
  if (amountMinor === null) return ok([])
  const named = lines.flatMap(({ providerProductId, amountMinor: lineMinor }) =>
    providerProductId === null ? [] : [{ product: providerProductId, amount_to_refund: lineMinor }],
  )
  const namedMinor = named.reduce((sum, item) => sum + item.amount_to_refund, 0)
  if (named.length > 0 && namedMinor === amountMinor) return ok(withoutNothing(named))
  const path = `/checkout/sessions/${providerOrderId}/line_items`
  const listed = await client.call({ method: 'GET', path }, lineListSchema)
  if (!listed.ok) return listed
  const known = listed.value.flatMap((raw) => lineSchema.safeParse(raw).data ?? [])
  const weights = known.map((line) => line.amount_total)
  const allMinor = weights.reduce((sum, weight) => sum + weight, 0)
  if (known.length < listed.value.length || amountMinor > allMinor) return ok([])
  const shares = largestRemainder(amountMinor, weights)
  return ok(
    withoutNothing(known.map((line, index) => ({ product: line.price.product, amount_to_refund: shares[index] ?? 0 }))),
  )
}

const withoutNothing = (items: Item[]) => items.filter((item) => item.amount_to_refund > 0)

/**
 * `GET /refunds`, newest first, read back for a week. One of ours names its payment, and so does each of a payment that is
 * written down: what nobody can tell the payment of is somebody else's and left out. Safe to repeat.
 */
export async function listNewestRefunds(books: FlexBooks): Answer<RefundList> {
  const client = books.api.open()
  const read = await readRefunds(books, client)
  if (!read.ok) return read
  const { refunds, isWhole } = read.value
  const owners = await ownersOf(books, client, refunds)
  return owners.ok ? ok({ refunds: groupRefunds(refunds, ({ id }) => owners.value.get(id) ?? null), isWhole }) : owners
}

type Read = { refunds: FlexRefund[]; isWhole: boolean }

async function readRefunds({ api }: FlexBooks, client: FlexClient): Answer<Read> {
  const refunds = new Map<string, FlexRefund>()
  let after: string | null = null
  let isReadable = true
  for (let page = 0; page < mostPages; page += 1) {
    const query: Record<string, string | number> = { limit: pageSize, ...(after !== null && { starting_after: after }) }
    const listed = await client.call({ method: 'GET', path: '/refunds', query }, refundListSchema)
    if (!listed.ok) return listed
    const told: FlexRefund[] = listed.value.flatMap((raw) => refundSchema.safeParse(raw).data ?? [])
    isReadable &&= told.length === listed.value.length
    for (const refund of told) refunds.set(refund.id, refund)
    const last: FlexRefund | undefined = told.at(-1)
    if (listed.value.length < pageSize || !last) return ok({ refunds: [...refunds.values()], isWhole: isReadable })
    after = last.id
    if (api.nowMs() - (last.created_at?.getTime() ?? Number.NaN) > wholeAfterMs) break
  }
  return ok({ refunds: [...refunds.values()], isWhole: isReadable })
}

/** The session or renewal of each refund: told by our metadata or by Flex, else known by its payment intent or invoice. */
async function ownersOf(
  books: FlexBooks,
  client: FlexClient,
  refunds: readonly FlexRefund[],
): Answer<Map<string, string>> {
  const { intents } = books
  const owners = new Map<string, string>()
  for (const { id, metadata, checkout_session_id: told, payment_intent_id: intent, invoice_id: invoice } of refunds) {
    const names = [intent, invoice].filter((name) => name && !intents.wasMissed(name))
    const owner = metadata.checkout_session ?? told ?? (await knownOwner(books, names))
    if (owner !== null) owners.set(id, owner)
  }
  const open = refunds.flatMap(({ id, payment_intent_id: intent }) =>
    !owners.has(id) && intent && !intents.wasMissed(intent) ? [intent] : [],
  )
  const searched = open.length > 0 ? await searchSessionsOf(books, client, open) : ok(undefined)
  if (!searched.ok) return searched
  for (const { id, payment_intent_id: intent } of refunds) {
    const owner = owners.get(id) ?? intents.ownerOf(intent ?? '')
    if (owner !== null) owners.set(id, owner)
  }
  return ok(owners)
}
