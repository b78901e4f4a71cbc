import { z } from 'zod'
import { err, ok, type Result } from '@/lib/shared/result'
import type { CartError } from './model'

/** A quantity exactly as people write it: 1 to 99 in ASCII digits; no sign, blank, decimal, exponent or other script. */
export const Quantity = z
  .string()
  .regex(/^[1-9][0-9]?$/)
  .transform(Number)

/** The database id of a variant, as a form sends it. */
export const VariantId = z
  .string()
  .regex(/^[1-9][0-9]{0,8}$/)
  .transform(Number)

type LineForm = { variantId: number }

/** Which line a form speaks of. Everything else in it is ignored: prices, stock and totals come from the database. */
export function lineForm(form: FormData): Result<LineForm, CartError> {
  const variantId = VariantId.safeParse(form.get('variantId'))
  return variantId.success ? ok({ variantId: variantId.data }) : err({ code: 'unknown_variant' })
}

/** A line and how many of it, refused unless written as `Quantity` says. */
export function quantityForm(form: FormData): Result<LineForm & { quantity: number }, CartError> {
  const line = lineForm(form)
  if (!line.ok) return line
  const quantity = Quantity.safeParse(form.get('quantity'))
  return quantity.success ? ok({ ...line.value, quantity: quantity.data }) : err({ code: 'bad_quantity' })
}
