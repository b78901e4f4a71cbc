import type { ReactNode } from 'react'
import { EmptyState } from '@/components/ui/empty-state'
import { LinkButton } from '@/components/ui/link-button'

type BrokenPageProps = {
  /** What tries once more: a button where a script runs, a link where none does. */
  again: ReactNode
  reference?: string
}

/** What stands where a page broke: what happened, what is safe, what can be done. */
export function BrokenPage({ again, reference }: BrokenPageProps) {
  return (
    <EmptyState
      title="Something broke on our side"
      headingLevel="h1"
      pictureSrc="/pictures/error.svg"
      action={
        <div className="flex flex-wrap justify-center gap-3">
          {again}
          <LinkButton href="/">Go to the first page</LinkButton>
        </div>
      }
    >
      <title>Something broke</title>
      <p>
        Your cart and your orders are safe. If you were about to pay, look at your order page or your mail before you
        try once more.
      </p>
      {reference && <p className="mt-2 text-sm">For us, this one is called {reference}.</p>}
    </EmptyState>
  )
}
