import { cn } from '@/components/ui/class-names'
import { Field } from '@/components/ui/field'
import { Input } from '@/components/ui/input'
import { Select } from '@/components/ui/select'
import type { CheckoutField, CheckoutFormState } from './checkout-form-state'
import type { Country } from './countries'

type FieldsProps = { state: Pick<CheckoutFormState, 'values' | 'fieldErrors'> }

type TextFieldProps = FieldsProps & {
  name: CheckoutField
  label: string
  autoComplete: string
  type?: 'text' | 'email'
  hint?: string
  optional?: boolean
  maxLength: number
  className?: string
}

function TextField({ state, name, label, hint, optional, className, ...input }: TextFieldProps) {
  return (
    <Field
      id={name}
      label={label}
      hint={hint}
      optional={optional}
      error={state.fieldErrors[name]}
      className={cn('content-start', className)}
    >
      {(ids) => <Input {...ids} {...input} name={name} defaultValue={state.values[name] ?? ''} required={!optional} />}
    </Field>
  )
}

export function ContactFields({ state }: FieldsProps) {
  return (
    <fieldset className="grid gap-4">
      <legend className="mb-4 font-display text-xl">Who is it for?</legend>
      <TextField
        state={state}
        name="email"
        label="Email"
        type="email"
        autoComplete="email"
        maxLength={254}
        hint="Your receipt goes here."
      />
      <TextField state={state} name="name" label="Full name" autoComplete="name" maxLength={150} />
    </fieldset>
  )
}

export function AddressFields({ state, countries, country }: FieldsProps & { countries: Country[]; country: string }) {
  const chosen = state.values.country ?? country
  return (
    <fieldset className="grid gap-4 sm:grid-cols-6">
      <legend className="mb-4 font-display text-xl">Where should it go?</legend>
      <Field id="country" label="Country" error={state.fieldErrors.country} className="sm:col-span-6">
        {(ids) => (
          <Select key={chosen} {...ids} name="country" autoComplete="country" defaultValue={chosen} required>
            {countries.map(({ code, name }) => (
              <option key={code} value={code}>
                {name}
              </option>
            ))}
          </Select>
        )}
      </Field>
      <TextField
        state={state}
        name="line1"
        label="Street and number"
        autoComplete="address-line1"
        maxLength={200}
        className="sm:col-span-6"
      />
      <TextField
        state={state}
        name="line2"
        label="Flat, floor or company"
        autoComplete="address-line2"
        maxLength={200}
        optional
        className="sm:col-span-6"
      />
      <TextField
        state={state}
        name="postalCode"
        label="Postal code"
        autoComplete="postal-code"
        maxLength={20}
        optional
        className="sm:col-span-2"
      />
      <TextField
        state={state}
        name="city"
        label="Town or city"
        autoComplete="address-level2"
        maxLength={100}
        className="sm:col-span-4"
      />
      <TextField
        state={state}
        name="region"
        label="State, province or region"
        autoComplete="address-level1"
        maxLength={100}
        optional
        className="sm:col-span-6"
      />
    </fieldset>
  )
}

/** `only` names the providers that take a code, where others do not. */
export function DiscountField({ state, only }: FieldsProps & { only: string | null }) {
  return (
    <TextField
      state={state}
      name="discountCode"
      label="Discount code"
      autoComplete="off"
      maxLength={64}
      optional
      hint={`We check it when you press Pay. What it takes off shows on the payment page.${only ? ` It works with ${only}.` : ''}`}
    />
  )
}
