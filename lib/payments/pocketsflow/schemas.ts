import { z } from 'zod'

/** What we read of Pocketsflow's answers, in every form its sources show; whatever else is there is ignored. */

const id = z.string().regex(/^[\w-]{1,64}$/)
/** A decimal in major units. */
const decimal = z.union([z.number(), z.string()])
const optionalDecimal = decimal.nullish().catch(null)
const optionalText = z.string().nullish().catch(null)
const optionalFlag = z.boolean().nullish().catch(null)
const currencyCode = z.string().regex(/^[A-Za-z]{3}$/)
const date = z
  .string()
  .nullish()
  .catch(null)
  .transform((text) => {
    const at = text ? new Date(text) : null
    return at && !Number.isNaN(at.getTime()) ? at : null
  })

/** Objects are called `_id` by the SDK and `id` by integrators. */
const withId = <Shape extends z.ZodRawShape>(shape: Shape) =>
  z.preprocess(
    (raw) => {
      const object = z.looseObject({}).safeParse(raw)
      return object.success ? { ...object.data, id: object.data._id ?? object.data.id } : raw
    },
    z.object({ id, ...shape }),
  )

const bareOr = <Schema extends z.ZodType>(wrapper: string, schema: Schema) =>
  z.preprocess((raw) => {
    const wrapped = z.looseObject({ [wrapper]: z.looseObject({}) }).safeParse(raw)
    return wrapped.success ? wrapped.data[wrapper] : raw
  }, schema)

export const productSchema = withId({
  name: z.string().catch(''),
  price: optionalDecimal,
  currency: currencyCode.nullish().catch(null),
  type: optionalText,
  active: optionalFlag,
  published: optionalFlag,
  payWant: optionalFlag,
  description: optionalText,
  slug: optionalText,
  testMode: optionalFlag,
  createdAt: date,
})
export type PocketsflowProduct = z.infer<typeof productSchema>

export const productMadeSchema = withId({})

export const productListSchema = z.array(z.unknown())

export const accountSchema = z.object({ currency: currencyCode })

export const sessionSchema = z.object({ id: z.string().min(1).max(255), url: z.string().min(1).max(4_096) })

/** `GET /orders/:id` answers the order itself (SDK) or `{ sale }` (integrators). */
export const orderSchema = bareOr(
  'sale',
  withId({
    productId: optionalText,
    product: z.object({ _id: optionalText, id: optionalText }).nullish().catch(null),
    buyerEmail: optionalText,
    customer: z.object({ buyerEmail: optionalText }).nullish().catch(null),
    grossAmount: decimal,
    netAmount: optionalDecimal,
    taxAmount: optionalDecimal,
    amountBeforeTax: optionalDecimal,
    stripeFee: optionalDecimal,
    paypalFee: optionalDecimal,
    currency: currencyCode,
    isRefunded: optionalFlag,
    isDisputed: optionalFlag,
    isSubscription: optionalFlag,
    testMode: optionalFlag,
    metadata: z.record(z.string(), z.unknown()).nullish().catch(null),
    clientReferenceId: optionalText,
    createdAt: date,
  }),
)
export type PocketsflowOrder = z.infer<typeof orderSchema>

/** Orders are checked one by one: a strange one must not hide the others. */
export const orderPageSchema = z.object({
  orders: z.array(z.unknown()),
  pagination: z
    .object({ hasMore: optionalFlag, totalCount: z.number().int().nonnegative().nullish().catch(null) })
    .nullish()
    .catch(null),
})

const discountTerms = {
  value: optionalDecimal,
  valueType: z.enum(['percentage', 'fixed']).nullish().catch(null),
  active: optionalFlag,
  mainProductIds: z.array(z.string()).nullish().catch(null),
}
export type DiscountTerms = z.infer<typeof discountSchema>
export const discountSchema = z.object({ code: optionalText, ...discountTerms })

export const discountListSchema = z.array(z.unknown())

/** No source shows what `POST /discounts/validate` answers: a flag, the discount, or both are understood. */
export const discountCheckSchema = z.object({
  valid: optionalFlag,
  isValid: optionalFlag,
  message: optionalText,
  discount: discountSchema.nullish().catch(null),
  ...discountTerms,
})

/** One refund; its status is `succeeded` in webhooks and `completed` in the SDK's type. */
export const refundSchema = withId({
  orderId: z.string().regex(/^[\w-]{1,64}$/),
  amount: decimal,
  reason: optionalText,
  status: z.enum(['pending', 'completed', 'succeeded', 'failed']),
  createdAt: date,
})
export type PocketsflowRefund = z.infer<typeof refundSchema>

/** The SDK's type is a bare list; the other lists of this API come wrapped and in pages. */
export const refundListSchema = z.union([
  z.array(z.unknown()).transform((refunds) => ({ refunds, hasMore: false })),
  z
    .object({ refunds: z.array(z.unknown()), pagination: z.object({ hasMore: optionalFlag }).nullish().catch(null) })
    .transform(({ refunds, pagination }) => ({ refunds, hasMore: pagination?.hasMore ?? false })),
])

/** A buyer's subscription; the SDK's type has no metadata, so it is probed. */
export const subscriptionSchema = withId({
  customerId: optionalText,
  productId: optionalText,
  stripeSubscriptionId: z
    .string()
    .regex(/^[\w-]{1,128}$/)
    .nullish()
    .catch(null),
  status: z.string(),
  currentPeriodStart: date,
  currentPeriodEnd: date,
  cancelAtPeriodEnd: optionalFlag,
  buyerEmail: optionalText,
  customer: z.object({ email: optionalText }).nullish().catch(null),
  metadata: z.record(z.string(), z.unknown()).nullish().catch(null),
  clientReferenceId: optionalText,
  testMode: optionalFlag,
  createdAt: date,
})
export type PocketsflowSubscription = z.infer<typeof subscriptionSchema>

/** No source shows this list's shape; the other lists of this API come wrapped, or bare. */
export const subscriptionListSchema = z.union([
  z.array(z.unknown()).transform((subscriptions) => ({ subscriptions, hasMore: false })),
  z
    .object({
      subscriptions: z.array(z.unknown()).optional(),
      data: z.array(z.unknown()).optional(),
      pagination: z.object({ hasMore: optionalFlag }).nullish().catch(null),
    })
    .transform(({ subscriptions, data, pagination }) => ({
      subscriptions: subscriptions ?? data ?? [],
      hasMore: pagination?.hasMore ?? false,
    })),
])

/** A subscription offer (SDK 1.2.1); its price is in US dollars unless it says otherwise. */
export const offerSchema = withId({
  price: decimal,
  currency: currencyCode.nullish().catch(null),
  frequency: z.enum(['weekly', 'monthly', 'yearly']),
  trialPeriod: z.number().int().nonnegative().nullish().catch(null),
  published: optionalFlag,
  testMode: optionalFlag,
})

/** Deletes and updates: whatever 2xx says. */
export const anyAnswer = z.unknown()

export const webhookListSchema = z.array(z.unknown())

export const webhookSchema = withId({
  url: z.string(),
  active: z
    .boolean()
    .nullish()
    .transform((active) => active !== false),
  events: z.array(z.string()).catch([]),
  testMode: optionalFlag,
})

/** The secret is in the answer to its registration, and only there to be relied on (docs/providers.md). */
export const webhookMadeSchema = withId({ secret: z.string().trim().min(1).max(1_000) })
