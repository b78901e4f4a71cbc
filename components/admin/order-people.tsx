import Link from 'next/link'
import { type OrderDetail, orderListPath } from '@/lib/back-office/model'
import type { Address } from '@/lib/orders/model'
import { Box } from './panel'

export function OrderPeople({ order }: { order: OrderDetail }) {
  return (
    <Box className="grid gap-3 text-xs">
      <div className="grid min-w-0">
        <span className="break-words font-medium">{order.name}</span>
        <a
          href={`mailto:${encodeURIComponent(order.email).replace('%40', '@')}`}
          className="quiet-link justify-self-start break-all"
        >
          {order.email}
        </a>
        <Link
          href={orderListPath({ search: order.email })}
          prefetch={false}
          className="quiet-link mt-1 justify-self-start text-muted"
        >
          All orders of this e-mail
        </Link>
      </div>
      {order.address ? (
        <address className="grid not-italic">
          {addressLines(order.address).map((line) => (
            <span key={line} className="break-words">
              {line}
            </span>
          ))}
        </address>
      ) : (
        <p className="text-muted">Nothing in this order ships, so there is no address.</p>
      )}
    </Box>
  )
}

function addressLines(address: Address): string[] {
  const country = new Intl.DisplayNames('en', { type: 'region', fallback: 'code' })
  const isRegion = /^[A-Z]{2}$/.test(address.country)
  const town = [address.postalCode, address.city, address.region].filter(Boolean).join(' ')
  const place = isRegion ? (country.of(address.country) ?? address.country) : address.country
  return [address.line1, address.line2, town, place].filter(Boolean)
}
