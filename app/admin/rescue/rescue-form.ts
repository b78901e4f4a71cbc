import { z } from 'zod'

const id = z.coerce.number().int().min(1).max(2_147_483_647)
const reason = z
  .string()
  .trim()
  .min(3)
  .max(500)
  .transform((text) => text.replaceAll('\0', ''))

const refundItem = z.object({
  paymentId: id,
  orderNumber: z.union([z.literal('').transform(() => null), id]),
  requestKey: z.string().regex(/^[\w-]{8,64}$/),
})
const attach = z.object({ paymentId: id, orderNumber: id, reason })
const amount = z.object({ paymentId: id, amount: z.string().trim().min(1).max(16) })
const letGo = z.object({ orderNumber: id, seen: z.literal('yes') })
const look = z.object({ key: z.string().regex(/^[a-z_]{1,30}:\d{1,10}$/), orderNumber: id })

const fieldsOf = (form: FormData) => ({ ...Object.fromEntries(form), orderNumber: form.get('number') })

/** What the forms of the rescue list ask for; null when they cannot be read. Pure. */
export const readRefundItemForm = (form: FormData) => refundItem.safeParse(fieldsOf(form)).data ?? null

/** See readRefundItemForm. */
export const readAttachForm = (form: FormData) => attach.safeParse(fieldsOf(form)).data ?? null

/** See readRefundItemForm. */
export const readAmountForm = (form: FormData) => amount.safeParse(fieldsOf(form)).data ?? null

/** See readRefundItemForm. */
export const readLookForm = (form: FormData) => look.safeParse(fieldsOf(form)).data ?? null

/** Null also when the box is not ticked. See readRefundItemForm. */
export const readLetGoForm = (form: FormData) => letGo.safeParse(fieldsOf(form)).data ?? null
