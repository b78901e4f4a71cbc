'use client'

import { Button } from '@/components/ui/button'
import { LinkButton } from '@/components/ui/link-button'

/** Also what a tab sees that was opened before the shop was updated: its form is not known any more. */
export default function CheckoutError() {
  return (
    <div className="mx-auto grid max-w-3xl gap-6">
      <h1 className="text-2xl sm:text-3xl">This page has to be loaded again.</h1>
      <p className="max-w-prose text-lg">
        Something went wrong on our side, or the shop was updated while you were here. Nothing was charged, and your
        cart is kept.
      </p>
      <div className="flex flex-wrap gap-3">
        <Button look="primary" size="large" onClick={() => window.location.reload()}>
          Reload the page
        </Button>
        <LinkButton href="/cart" size="large">
          Back to your cart
        </LinkButton>
      </div>
    </div>
  )
}
