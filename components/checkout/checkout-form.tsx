'use client'

import { type ReactNode, useActionState, useEffect, useRef, useState } from 'react'
import { type CheckoutProvider, preselected } from '@/lib/checkout/model'
import { AddressFields, ContactFields, DiscountField } from './checkout-fields'
import { type CheckoutFormState, type CheckoutValues, freshForm, readCheckoutValues } from './checkout-form-state'
import type { Country } from './countries'
import { ErrorSummary } from './error-summary'
import { PayButton } from './pay-button'
import { ProviderChoice } from './provider-choice'

type CheckoutFormProps = {
  action: (before: CheckoutFormState, form: FormData) => Promise<CheckoutFormState>
  shipsSomething: boolean
  providers: readonly CheckoutProvider[]
  countries: Country[]
  /** Preselected, ISO 3166-1 alpha-2. */
  country: string
  /** The amount as text, for the button. */
  amount: string
  /** What stands right above the button: total, tax, where one goes next. */
  children: ReactNode
}

/** The checkout's form. Coming back to it from the payment page (Back button) makes it ready again, as it was sent. */
export function CheckoutForm(props: CheckoutFormProps) {
  const [returns, setReturns] = useState(0)
  const sent = useRef<CheckoutValues>({})
  useEffect(() => {
    const makeReady = (event: PageTransitionEvent) => {
      if (event.persisted) setReturns((count) => count + 1)
    }
    window.addEventListener('pageshow', makeReady)
    return () => window.removeEventListener('pageshow', makeReady)
  }, [])
  return (
    <FormOnce
      key={returns}
      {...props}
      values={sent.current}
      onSend={(values) => {
        sent.current = values
      }}
    />
  )
}

type FormOnceProps = CheckoutFormProps & { values: CheckoutValues; onSend: (values: CheckoutValues) => void }

/** Names whose codes they are, where not every way to pay takes one. */
function codesOnlyWith(providers: readonly CheckoutProvider[]): string | null {
  const taking = providers.filter(({ takesCodes }) => takesCodes)
  return taking.length === providers.length ? null : taking.map(({ name }) => name).join(', ')
}

function FormOnce({ action, values, onSend, children, providers, ...offer }: FormOnceProps) {
  // The page's path makes React recognise the answer to a form that was sent without JavaScript.
  const [state, send, isPending] = useActionState(action, { ...freshForm, values }, '/checkout')
  return (
    <form
      action={send}
      onSubmit={(event) => onSend(readCheckoutValues(new FormData(event.currentTarget)))}
      noValidate={state.sequence > 0}
      className="grid gap-8"
    >
      <ErrorSummary state={state} />
      <ContactFields state={state} />
      {offer.shipsSomething && <AddressFields state={state} countries={offer.countries} country={offer.country} />}
      {providers.some(({ takesCodes }) => takesCodes) && (
        <DiscountField state={state} only={codesOnlyWith(providers)} />
      )}
      {providers.length > 1 && (
        <ProviderChoice providers={providers} chosen={state.values.provider ?? preselected(providers)?.id ?? ''} />
      )}
      <div className="grid gap-4 border-line border-t pt-6">
        {children}
        <PayButton amount={offer.amount} isPending={isPending} />
      </div>
    </form>
  )
}
