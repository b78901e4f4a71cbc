import { Alert } from '@/components/ui/alert'
import { LinkButton } from '@/components/ui/link-button'

/** In the form's place while no payment provider can take an order. */
export function PayDisabled() {
  return (
    <div className="grid h-fit justify-items-start gap-6">
      <Alert tone="warn" title="Paying is switched off at the moment.">
        <p>
          The shop cannot reach a payment page right now. Your cart is kept; please come back a little later. The
          shopkeeper can see the cause.
        </p>
      </Alert>
      <div className="flex flex-wrap gap-3">
        <LinkButton href="/cart">Back to your cart</LinkButton>
        <LinkButton href="/contact" look="quiet">
          Write to us
        </LinkButton>
      </div>
    </div>
  )
}
