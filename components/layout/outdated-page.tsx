import type { ReactNode } from 'react'
import { EmptyState } from '@/components/ui/empty-state'

/** What stands where a form was sent that the shop does not know any more, because it was updated meanwhile. */
export function OutdatedPage({
  reload,
}: {
  /** A button where a script runs, a form where none does. */ reload: ReactNode
}) {
  return (
    <EmptyState title="The shop was updated" headingLevel="h1" pictureSrc="/pictures/error.svg" action={reload}>
      <title>The shop was updated</title>
      <p>
        This page is from before the update, so nothing was sent and nothing was paid. Your cart is as it was: reload
        the page and press once more.
      </p>
    </EmptyState>
  )
}
