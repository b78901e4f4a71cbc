import { EmptyState } from '@/components/ui/empty-state'
import { LinkButton } from '@/components/ui/link-button'

/** What stands where a page does not. */
export function MissingPage() {
  return (
    <EmptyState
      title="This page is not on the map"
      headingLevel="h1"
      pictureSrc="/pictures/not-found.svg"
      action={
        <div className="flex flex-wrap justify-center gap-3">
          <LinkButton href="/products" look="primary">
            See everything
          </LinkButton>
          <LinkButton href="/">Go to the first page</LinkButton>
        </div>
      }
    >
      <p>It may have moved, or what it showed is no longer sold. Your cart is where you left it.</p>
    </EmptyState>
  )
}
