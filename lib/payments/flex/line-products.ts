import 'server-only'
import type { CheckoutLine, CheckoutNotes, CheckoutRequest } from '@/lib/payments/contract/checkout'
import type { Answer } from '@/lib/payments/contract/gateway-error'
import { absentIs } from '@/lib/payments/read-answer'
import { ok } from '@/lib/shared/result'
import { type FlexClient, isFlexId } from './client'
import { productSchema } from './schemas'

/** The product of each line, by its position. */
export type LineProducts = ReadonlyMap<number, string>

type Made = { line: CheckoutLine; productId: string }

/** What every line is sold under: the product known for its variant, or a new one, which is noted at once. */
export async function productsForLines(
  client: FlexClient,
  request: CheckoutRequest,
  notes: CheckoutNotes,
): Answer<LineProducts> {
  const known = request.lines.filter((line) => isFlexId(line.providerProductId ?? ''))
  const made = await makeProducts(
    client,
    request,
    notes,
    request.lines.filter((line) => !known.includes(line)),
    '',
  )
  if (!made.ok) return made
  const kept = known.map((line) => [line.position, line.providerProductId ?? ''] as const)
  return ok(new Map([...kept, ...made.value]))
}

/** New products for those that Flex does not know any more or does not sell; null when all are there. */
export async function replaceMissing(
  client: FlexClient,
  request: CheckoutRequest,
  notes: CheckoutNotes,
  products: LineProducts,
): Answer<LineProducts | null> {
  const missing: CheckoutLine[] = []
  for (const line of request.lines) {
    const isThere = await isSellable(client, products.get(line.position) ?? '')
    if (!isThere.ok) return isThere
    if (!isThere.value) missing.push(line)
  }
  if (missing.length === 0) return ok(null)
  const made = await makeProducts(client, request, notes, missing, '-renewed')
  return made.ok ? ok(new Map([...products, ...made.value])) : made
}

async function isSellable(client: FlexClient, productId: string): Answer<boolean> {
  if (!isFlexId(productId)) return ok(false)
  const answer = absentIs(null, await client.call({ method: 'GET', path: `/products/${productId}` }, productSchema))
  return answer.ok ? ok(answer.value !== null && answer.value.active !== false) : answer
}

async function makeProducts(
  client: FlexClient,
  { nonce }: CheckoutRequest,
  notes: CheckoutNotes,
  lines: readonly CheckoutLine[],
  suffix: string,
): Answer<[number, string][]> {
  // All at once: one after the other they would not fit in a checkout's time.
  const answers = await Promise.all(
    lines.map((line) => makeProduct(client, line, `product-${nonce}-${line.position}${suffix}`)),
  )
  const made: Made[] = answers.flatMap((answer) => (answer.ok ? [answer.value] : []))
  for (const { line, productId } of made) {
    if (line.variantId !== null)
      await notes.lineProductMade({ variantId: line.variantId, providerProductId: productId })
  }
  const failed = answers.find((answer) => !answer.ok)
  if (failed && !failed.ok) return failed
  return ok(made.map(({ line, productId }) => [line.position, productId]))
}

async function makeProduct(client: FlexClient, line: CheckoutLine, idempotencyKey: string): Answer<Made> {
  const body = { product: { name: line.name, client_reference_id: line.sku } }
  const answer = await client.call({ method: 'POST', path: '/products', body, idempotencyKey }, productSchema)
  return answer.ok ? ok({ line, productId: answer.value.id }) : answer
}
