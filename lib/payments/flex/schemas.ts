import { z } from 'zod'

/**
 * What we read of Flex's answers and events, in every form its sources show (docs/providers.md); whatever else is
 * there is ignored. Amounts are cents.
 */

export const id = z.string().regex(/^[\w-]{1,64}$/)
const optionalId = id.nullish().catch(null)
const optionalText = z.string().nullish().catch(null)
const optionalFlag = z.boolean().nullish().catch(null)
const largestCents = 999_999_999
const cents = z.number().int().min(0).max(largestCents)
const optionalCents = cents.nullish().catch(null)

/** Epoch seconds in the reference, ISO text elsewhere. */
const moment = z
  .union([z.number(), z.string()])
  .nullish()
  .catch(null)
  .transform((told) => {
    if (told === null || told === undefined) return null
    const at = new Date(typeof told === 'number' ? told * 1_000 : told)
    return Number.isNaN(at.getTime()) ? null : at
  })

/** Our own flat strings. */
const metadata = z
  .record(z.string(), z.unknown())
  .nullish()
  .catch(null)
  .transform((told) => Object.fromEntries(Object.entries(told ?? {}).filter(([, value]) => typeof value === 'string')))
  .pipe(z.record(z.string(), z.string()))

export const isObject = (raw: unknown): raw is Record<string, unknown> =>
  typeof raw === 'object' && raw !== null && !Array.isArray(raw)

/** Under its singular name, as the API answers, or bare. */
function bareOr<Schema extends z.ZodType>(wrapper: string, schema: Schema) {
  return z.preprocess((raw) => (isObject(raw) && isObject(raw[wrapper]) ? raw[wrapper] : raw), schema)
}

/** An object whose id is called `<resource>_id` in the reference and `id` in a guide. */
function named<Shape extends z.ZodRawShape>(resource: string, shape: Shape) {
  return bareOr(
    resource,
    z.preprocess(
      (raw) => (isObject(raw) ? { ...raw, id: raw[`${resource}_id`] ?? raw.id } : raw),
      z.object({ id, ...shape }),
    ),
  )
}

const underWay = [
  'requires_capture',
  'processing',
  'requires_action',
  'requires_confirmation',
  'requires_payment_method',
]

/** A cart split over two cards holds one until the other is charged. */
const isUnderWay = (intent: unknown): boolean =>
  isObject(intent) && typeof intent.status === 'string' && underWay.includes(intent.status)

/** Some answers show the id of a session in nothing but the address that buyers come back to. */
function withSessionId(raw: unknown): unknown {
  if (!isObject(raw)) return raw
  const told = raw.checkout_session_id ?? raw.id
  const has_open_intent = Array.isArray(raw.payment_intents) && raw.payment_intents.some(isUnderWay)
  if (typeof told === 'string') return { ...raw, has_open_intent, id: told }
  const returnUrl = typeof raw.success_url === 'string' ? URL.parse(raw.success_url) : null
  return { ...raw, has_open_intent, id: returnUrl?.searchParams.get('session_id') ?? undefined }
}

/** A payment intent, an object or its bare id. */
const intent = z.preprocess(
  (raw) => (isObject(raw) ? (raw.payment_intent_id ?? raw.id) : raw),
  id.nullable().catch(null),
)

/** A subscription in a session, an object or its bare id. */
const subscriptionId = z.preprocess(
  (raw) => (isObject(raw) ? (raw.subscription_id ?? raw.id) : raw),
  id.nullable().catch(null),
)

const email = z.object({ email: optionalText }).nullish().catch(null)

const dispute = z.object({ status: optionalText }).catch({ status: null })

const sessionObject = z.preprocess(
  withSessionId,
  z.object({
    id,
    status: optionalText,
    mode: optionalText,
    amount_total: optionalCents,
    amount_received: optionalCents,
    amount_refunded: optionalCents,
    amount_disputed: optionalCents,
    currency: z
      .string()
      .regex(/^[A-Za-z]{3}$/)
      .nullish()
      .catch(null),
    total_details: z.object({ amount_tax: optionalCents }).nullish().catch(null),
    client_reference_id: optionalText,
    metadata,
    customer: email,
    customer_details: email,
    defaults: email,
    redirect_url: optionalText,
    url: optionalText,
    created_at: moment,
    payment_intents: z.array(intent).nullish().catch(null),
    payment_intent: intent.optional(),
    has_open_intent: z.boolean(),
    disputes: z.array(dispute).nullish().catch(null),
    next_action: z.unknown().optional(),
    subscription: subscriptionId.optional(),
    subscription_id: optionalId,
    test_mode: optionalFlag,
  }),
)
export const sessionSchema = bareOr('checkout_session', sessionObject)
export type FlexSession = z.infer<typeof sessionSchema>

/** Single entries are checked by themselves: one of an unknown form must not hide the others. */
const listOf = (name: string) =>
  z.object({ [name]: z.array(z.unknown()) }).transform((raw) => (raw as Record<string, unknown[]>)[name] ?? [])

export const sessionListSchema = listOf('checkout_sessions')
export const refundListSchema = listOf('refunds')

export const productSchema = named('product', { active: optionalFlag })

export const lineListSchema = listOf('line_items')
export const lineSchema = z.object({
  amount_total: cents,
  price: z.object({
    product: z.preprocess((raw) => (isObject(raw) ? (raw.product_id ?? raw.id) : raw), id),
  }),
})

/** The interval of a line, where it tells one. */
export const recurringLineSchema = z.object({
  price: z.object({
    recurring: z.object({ interval: z.string(), interval_count: z.number().nullish().catch(null) }),
  }),
})

export const refundSchema = named('refund', {
  payment_intent_id: optionalId,
  checkout_session_id: optionalId,
  invoice_id: optionalId,
  amount: cents,
  status: z.string(),
  reason: optionalText,
  metadata,
  created_at: moment,
})
export type FlexRefund = z.infer<typeof refundSchema>

const customer = z.object({ customer_id: optionalText, email: optionalText }).nullish().catch(null)

export const subscriptionSchema = named('subscription', {
  status: z.string(),
  checkout_session_id: optionalId,
  customer,
  trial_end: moment,
  current_period_start: moment,
  current_period_end: moment,
  cancel_at_period_end: optionalFlag,
  client_reference_id: optionalText,
  metadata,
  test_mode: optionalFlag,
  created_at: moment,
})
export type FlexSubscription = z.infer<typeof subscriptionSchema>
export const subscriptionListSchema = listOf('subscriptions')

export const invoiceSchema = named('invoice', {
  subscription_id: id,
  payment_intent_id: optionalId,
  amount_paid: cents,
  status: optionalText,
  billing_reason: optionalText,
  period_start: moment,
  test_mode: optionalFlag,
  created_at: moment,
})
export type FlexInvoice = z.infer<typeof invoiceSchema>
export const invoiceListSchema = listOf('invoices')

/** The answer to a refund: the refunds alone, or the session with all of its refunds. */
export const refundsMadeSchema = bareOr('checkout_session', z.object({ refunds: z.array(z.unknown()) }))

export const webhookSchema = named('webhook', {
  url: z.string(),
  events: z.array(z.string()).catch([]),
  signing_secret: optionalText,
  test_mode: optionalFlag,
})

export const anyAnswer = z.unknown()

const nextAction = z.looseObject({ type: z.string(), url: optionalText })

/** Where a buyer who has something left to do must go on; the address lies beside the type or in an object of its name. */
export function continueUrlOf(raw: unknown): string | null {
  const told = nextAction.safeParse(raw).data
  if (!told) return null
  const inner = told[told.type]
  const url = told.url ?? (isObject(inner) ? inner.url : null)
  return typeof url === 'string' ? url : null
}
