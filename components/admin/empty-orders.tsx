import { EmptyState } from '@/components/ui/empty-state'
import { LinkButton } from '@/components/ui/link-button'
import { type OrderFilter, orderListPath } from '@/lib/back-office/model'

/** Why the list is empty, and the way on. */
export function EmptyOrders({ filter }: { filter: OrderFilter }) {
  if (filter.search) {
    const shown = filter.search.length > 80 ? `${filter.search.slice(0, 80)}…` : filter.search
    return (
      <EmptyState
        title="No order matches"
        action={
          <LinkButton href={orderListPath({})} size="small">
            Show all orders
          </LinkButton>
        }
      >
        Nothing was found for “{shown}”{filter.tab && ' with this status'}. A number, an e-mail (or how it begins), or
        an id from the provider’s dashboard finds an order.
      </EmptyState>
    )
  }
  if (filter.tab) {
    return (
      <EmptyState
        title={filter.tab === 'to_fulfil' ? 'Everything is on its way' : 'Nothing here'}
        action={
          <LinkButton href={orderListPath({})} size="small">
            Show all orders
          </LinkButton>
        }
      >
        {filter.tab === 'to_fulfil' ? 'Every paid order has been sent.' : 'No order has this status right now.'}
      </EmptyState>
    )
  }
  return (
    <EmptyState
      title="No orders yet"
      action={
        <LinkButton href="/" size="small">
          Go to the shop
        </LinkButton>
      }
    >
      The first order appears here as soon as someone goes to pay. Placing one yourself in test mode is a good start.
    </EmptyState>
  )
}
