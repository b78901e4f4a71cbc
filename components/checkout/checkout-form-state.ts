import type { z } from 'zod'
import { CheckoutContact, type CheckoutError, checkoutErrorTexts } from '@/lib/checkout/model'
import { err, ok, type Result } from '@/lib/shared/result'

const addressFields = ['line1', 'line2', 'city', 'region', 'postalCode', 'country'] as const
const allFields = ['email', 'name', ...addressFields, 'discountCode', 'provider'] as const
const longestEcho = 300

export type CheckoutField = (typeof allFields)[number]

/** What was typed, kept so that a refused form comes back as it was sent. */
export type CheckoutValues = Partial<Record<CheckoutField, string>>

export type CheckoutFormState = {
  values: CheckoutValues
  fieldErrors: Partial<Record<CheckoutField, string>>
  /** What happened beyond the fields, and what to do. */
  problem: string | null
  /** Names of the things that are the reason. */
  items: string[]
  /** Makes the same answer twice two answers. */
  sequence: number
}

export const freshForm: CheckoutFormState = { values: {}, fieldErrors: {}, problem: null, items: [], sequence: 0 }

/** The fields of a sent form that are texts; anything else in it is ignored. */
export function readCheckoutValues(form: FormData): CheckoutValues {
  const entries = allFields.flatMap((field) => {
    const value = form.get(field)
    return typeof value === 'string' ? [[field, value] as const] : []
  })
  return Object.fromEntries(entries)
}

/** The contact that a form tells, or what is wrong at which field. */
export function parseContact(values: CheckoutValues): Result<CheckoutContact, Partial<Record<CheckoutField, string>>> {
  const address = values.country === undefined ? null : pick(values, addressFields)
  // A pasted address often brings a blank along, which the schema would call malformed.
  const email = (values.email ?? '').trim()
  const candidate = { email, name: values.name ?? '', address, discountCode: values.discountCode ?? null }
  const parsed = CheckoutContact.safeParse(candidate)
  return parsed.success ? ok(parsed.data) : err(fieldErrorsOf(parsed.error))
}

function pick(values: CheckoutValues, fields: readonly CheckoutField[]): Record<string, string> {
  return Object.fromEntries(fields.map((field) => [field, values[field] ?? '']))
}

function fieldErrorsOf(error: z.ZodError): Partial<Record<CheckoutField, string>> {
  const errors: Partial<Record<CheckoutField, string>> = {}
  for (const issue of error.issues) {
    const field = allFields.find((name) => name === issue.path.at(-1))
    if (field) errors[field] ??= issue.message
  }
  return errors
}

const echo = (values: CheckoutValues): CheckoutValues =>
  Object.fromEntries(Object.entries(values).map(([field, value]) => [field, value.slice(0, longestEcho)]))

/** The form again, with what is wrong at its fields. */
export function refusedFields(
  before: CheckoutFormState,
  values: CheckoutValues,
  fieldErrors: CheckoutFormState['fieldErrors'],
): CheckoutFormState {
  return { values: echo(values), fieldErrors, problem: null, items: [], sequence: before.sequence + 1 }
}

const otherWays = ' Or choose another way to pay below.'

/** The form again, with why the checkout did not go on; `hasOthers` where another provider can be chosen. */
export function refusedCheckout(
  before: CheckoutFormState,
  values: CheckoutValues,
  error: CheckoutError,
  hasOthers = false,
): CheckoutFormState {
  const isProviders = error.code.startsWith('provider_')
  const text = checkoutErrorTexts[error.code] + (isProviders && hasOthers ? otherWays : '')
  const isDiscount = error.code === 'discount_refused' || error.code === 'discount_not_offered'
  return {
    values: echo(values),
    fieldErrors: isDiscount ? { discountCode: text } : {},
    problem: isDiscount ? null : text,
    items: error.items,
    sequence: before.sequence + 1,
  }
}
