'use client'

import { Button } from '@/components/ui/button'
import { EmptyState } from '@/components/ui/empty-state'
import { LinkButton } from '@/components/ui/link-button'

type BrokenPageProps = { reset: () => void; reference?: string }

/** What stands where a page broke: what happened, what is safe, what can be done. */
export function BrokenPage({ reset, reference }: BrokenPageProps) {
  return (
    <EmptyState
      title="Something broke on our side"
      headingLevel="h1"
      pictureSrc="/pictures/error.svg"
      action={
        <div className="flex flex-wrap justify-center gap-3">
          <Button look="primary" onClick={reset}>
            Try again
          </Button>
          <LinkButton href="/">Go to the first page</LinkButton>
        </div>
      }
    >
      <p>
        Your cart and your orders are safe. If you were about to pay, look at your order page or your mail before you
        try once more.
      </p>
      {reference && <p className="mt-2 text-sm">For us, this one is called {reference}.</p>}
    </EmptyState>
  )
}
