import { Download } from 'lucide-react'
import type { ReactNode } from 'react'
import { Button } from '@/components/ui/button'
import { LinkButton } from '@/components/ui/link-button'
import { isClosedUnpaid, type ShopperOrder } from '@/lib/orders/model'
import { formatMoney } from '@/lib/shared/money'

export type OfferedDownload = { orderLineId: number; name: string; fileName: string; byteLength: number; path: string }

type NextItem = NonNullable<ShopperOrder['nextItem']>

type WhatNextProps = { token: string; order: ShopperOrder; downloads: OfferedDownload[]; contact: ReactNode }

function fileSize(byteLength: number): string {
  const unit = byteLength < 1_000_000 ? { name: 'kilobyte', bytes: 1_000 } : { name: 'megabyte', bytes: 1_000_000 }
  const format = new Intl.NumberFormat('en-US', { style: 'unit', unit: unit.name, maximumFractionDigits: 1 })
  return format.format(byteLength / unit.bytes)
}

function Downloads({ downloads }: { downloads: OfferedDownload[] }) {
  return (
    <section aria-labelledby="downloads" className="grid gap-3">
      <h2 id="downloads" className="text-xl">
        Your downloads
      </h2>
      <ul className="grid gap-2">
        {downloads.map((one) => (
          <li key={one.orderLineId}>
            <a
              href={one.path}
              download
              className="flex items-center gap-3 rounded-md border border-line-strong bg-surface p-4 transition-colors hover:border-ink hover:bg-sunken"
            >
              <Download aria-hidden strokeWidth={1.5} className="size-5 shrink-0 text-accent" />
              <span className="grid min-w-0">
                <span className="font-semibold">Download {one.name}</span>
                <span className="break-all text-muted text-sm">
                  {one.fileName}, {fileSize(one.byteLength)}
                </span>
              </span>
            </a>
          </li>
        ))}
      </ul>
      <p className="text-muted text-sm">
        Each link works for an hour. Reload this page for new ones, as often as you like.
      </p>
    </section>
  )
}

function hasPaid(order: ShopperOrder): boolean {
  return order.status === 'paid' || order.status === 'partially_refunded'
}

function PayAgain({ token, order }: { token: string; order: ShopperOrder }) {
  if (!order.paymentUrl) return <BackToCart />
  return (
    <form method="post" action={`/api/orders/${token}/pay`}>
      <Button type="submit" look="primary" size="large">
        Try the payment again
      </Button>
    </form>
  )
}

function PayNextItem({ token, order, item }: { token: string; order: ShopperOrder; item: NextItem }) {
  const amount = formatMoney({ amountMinor: item.amountMinor, currency: order.currency })
  return (
    <form method="post" action={`/api/orders/${token}/pay`} className="grid justify-items-start gap-2">
      <p>
        Each item is paid by itself. Item {item.position} of {item.itemCount} is next.
      </p>
      <Button type="submit" look="primary" size="large">
        Pay {amount} for the next item
      </Button>
    </form>
  )
}

function BackToCart() {
  return (
    <p>
      <LinkButton href="/cart" look="primary">
        Go to your cart
      </LinkButton>
    </p>
  )
}

function LeftUnpaid({ token }: { token: string }) {
  return (
    <p className="text-muted text-sm">
      Left the payment page before paying?{' '}
      <a href={`/checkout/cancelled?order=${token}`} className="quiet-link text-ink">
        See how to go on
      </a>
    </p>
  )
}

/** What the shopper can do now. Paying is offered only when it is known that nothing was paid. */
export function WhatNext({ token, order, downloads, contact }: WhatNextProps) {
  const digital = order.lines.some((line) => line.kind === 'digital')
  return (
    <div className="grid gap-6 empty:hidden">
      {downloads.length > 0 && <Downloads downloads={downloads} />}
      {hasPaid(order) && digital && !order.contact && (
        <p>
          The downloads are in the mail that we sent to {order.maskedEmail}, and on this page in the browser you paid
          with.
        </p>
      )}
      {order.nextItem && <PayNextItem token={token} order={order} item={order.nextItem} />}
      {order.status === 'failed' && <PayAgain token={token} order={order} />}
      {order.status === 'awaiting_payment' && <LeftUnpaid token={token} />}
      {isClosedUnpaid(order.status) && <BackToCart />}
      {hasPaid(order) && (
        <p>
          Your receipt goes to {order.contact?.email ?? order.maskedEmail}. {contact}
        </p>
      )}
      {!hasPaid(order) && order.status !== 'awaiting_payment' && <p>{contact}</p>}
    </div>
  )
}
