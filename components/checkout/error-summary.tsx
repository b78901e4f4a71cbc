'use client'

import { useEffect, useRef } from 'react'
import { Alert } from '@/components/ui/alert'
import type { CheckoutField, CheckoutFormState } from './checkout-form-state'

const labels: Record<CheckoutField, string> = {
  email: 'Email',
  name: 'Full name',
  country: 'Country',
  line1: 'Street and number',
  line2: 'Flat, floor or company',
  postalCode: 'Postal code',
  city: 'Town or city',
  region: 'State, province or region',
  discountCode: 'Discount code',
  provider: 'How to pay',
}

const isField = (name: string): name is CheckoutField => name in labels

/** What is wrong, in one place, with a way to each field; takes the focus when it appears or changes. */
export function ErrorSummary({ state }: { state: CheckoutFormState }) {
  const box = useRef<HTMLDivElement>(null)
  const { sequence, problem, items } = state
  const faulty = Object.keys(state.fieldErrors).filter(isField)
  useEffect(() => {
    if (sequence > 0) box.current?.focus()
  }, [sequence])
  if (!problem && faulty.length === 0) return null
  const title = problem ?? `Please look at ${faulty.length === 1 ? 'one field' : `${faulty.length} fields`} again.`
  return (
    <Alert ref={box} tone="bad" role="alert" tabIndex={-1} title={title}>
      {items.length > 0 && <p>It is about: {items.join(', ')}.</p>}
      {faulty.length > 0 && (
        <ul className="grid gap-1">
          {faulty.map((field) => (
            <li key={field}>
              <a href={`#${field}`} className="quiet-link">
                {labels[field]}: {state.fieldErrors[field]}
              </a>
            </li>
          ))}
        </ul>
      )}
    </Alert>
  )
}
