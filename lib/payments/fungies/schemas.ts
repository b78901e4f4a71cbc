import { z } from 'zod'

/** What we read of Fungies' answers and events, in every form its sources show; whatever else is there is ignored. */

const id = z.string().regex(/^[\w-]{1,64}$/)
const optionalId = id.nullish().catch(null)
const optionalText = z.string().max(2_000).nullish().catch(null)
/** A whole number, also as text. */
const whole = z.preprocess(
  (raw) => (typeof raw === 'string' && /^\d{1,12}$/.test(raw) ? Number(raw) : raw),
  z.number().int(),
)
const optionalWhole = whole.nullish().catch(null)
const currencyCode = z.string().regex(/^[A-Za-z]{3}$/)
/** Milliseconds since the epoch, or a date in text. */
const date = z
  .union([z.number(), z.string()])
  .nullish()
  .catch(null)
  .transform((told) => {
    const at = told === null || told === undefined ? null : new Date(told)
    return at && !Number.isNaN(at.getTime()) ? at : null
  })

/** Why it refused: `error` is an object or a text, or `message` stands beside it. */
export const errorEnvelopeSchema = z.object({
  status: z.literal('error'),
  error: z
    .union([z.string(), z.object({ message: optionalText, code: optionalText })])
    .nullish()
    .catch(null),
  message: optionalText,
})

const money = {
  status: z.string().max(50),
  value: whole,
  tax: optionalWhole,
  fee: optionalWhole,
  currency: currencyCode,
  currencyDecimals: z.number().int().min(0).max(4).nullish().catch(null),
}

const person = z.object({ email: optionalText }).nullish().catch(null)

export const paymentSchema = z.object({
  id,
  number: optionalText,
  type: optionalText,
  ...money,
  orderId: optionalId,
  orderNumber: optionalText,
  subscriptionId: optionalText,
  invoiceNumber: optionalText,
  invoiceUrl: optionalText,
  refundAmount: optionalWhole,
  charges: z
    .array(z.object({ amountRefunded: optionalWhole, currency: optionalText }))
    .nullish()
    .catch(null),
  user: person,
  createdAt: date,
})
export type FungiesPayment = z.infer<typeof paymentSchema>

export const orderSchema = z.object({
  id,
  number: optionalText,
  orderNumber: optionalText,
  ...money,
  totalItems: optionalWhole,
  user: person,
  lastPaymentId: optionalId,
  lastPayment: paymentSchema.nullish().catch(null),
  subscriptionId: optionalText,
  createdAt: date,
})
export type FungiesOrder = z.infer<typeof orderSchema>

/** What is still known of an order or payment whose figures cannot be read. */
export const withIdSchema = z.object({ id })

export const orderAnswer = z.object({ order: orderSchema })
export const paymentAnswer = z.object({ payment: paymentSchema })

/** Orders are checked one by one: a strange one must not hide the others. The count may be null. */
export const orderListAnswer = z.object({
  orders: z.array(z.unknown()),
  count: optionalWhole,
  hasMore: z.boolean().nullish().catch(null),
})

/** Longer than any other text that is read. */
const description = z.string().max(100_000).nullish().catch(null)

export const productSchema = z.object({
  id,
  name: z.string().catch(''),
  status: optionalText,
  description,
  type: optionalText,
  internalId: optionalText,
})
export type FungiesProduct = z.infer<typeof productSchema>
export const productAnswer = z.object({ product: productSchema })
export const productListAnswer = z.object({
  products: z.array(z.unknown()),
  count: optionalWhole,
  hasMore: z.boolean().nullish().catch(null),
})

/** A product with its offers, which are checked one by one. */
export const productDetailAnswer = z.object({ product: productSchema, offers: z.array(z.unknown()).catch([]) })

export const offerSchema = z.object({
  id,
  internalId: optionalText,
  name: optionalText,
  price: z.number().nullish().catch(null),
  currency: currencyCode.nullish().catch(null),
  limit: optionalWhole,
  soldItems: optionalWhole,
  status: optionalText,
  mutableQuantity: z.boolean().nullish().catch(null),
  recurringInterval: optionalText,
  recurringIntervalCount: optionalWhole,
  trialInterval: optionalText,
  trialIntervalCount: optionalWhole,
  /** Not every answer names the product. */
  productId: optionalId,
  product: z.object({ id: optionalId }).nullish().catch(null),
  createdAt: date,
})
export type FungiesOffer = z.infer<typeof offerSchema>

export const offerAnswer = z.object({ offer: offerSchema })
export const offerListAnswer = z.object({ offers: z.array(z.unknown()) })

export const elementAnswer = z.object({ checkoutElement: z.object({ id, status: optionalText }) })

export const subscriptionSchema = z.object({
  id,
  status: z.string().max(50),
  orderId: optionalId,
  createdAt: date,
  currentIntervalStart: date,
  currentIntervalEnd: date,
  cancelAtIntervalEnd: z.boolean().nullish().catch(null),
  lastPaymentId: optionalId,
  userId: optionalText,
})
export type FungiesSubscription = z.infer<typeof subscriptionSchema>

export const subscriptionAnswer = z.object({ subscription: subscriptionSchema })
export const subscriptionListAnswer = z.object({
  subscriptions: z.array(z.unknown()),
  hasMore: z.boolean().nullish().catch(null),
})
export const paymentListAnswer = z.object({ payments: z.array(z.unknown()) })

/** Updates: whatever success says. */
export const anyAnswer = z.unknown()

const itemSchema = z.object({
  internalId: optionalText,
  offer: z.object({ id: optionalId, internalId: optionalText }).nullish().catch(null),
})
export const itemsSchema = z.array(itemSchema).catch([])

/** An event: `type` and `idempotencyKey`, or the other names that a vendor's plugin reads too. */
export const eventSchema = z.looseObject({
  id: optionalText,
  type: optionalText,
  event: optionalText,
  testMode: z.boolean().nullish().catch(null),
  idempotencyKey: optionalText,
  idempotency_key: optionalText,
  data: z.looseObject({}).catch({}),
})
