import type { ReactNode } from 'react'
import { OrderLines } from '@/components/order/order-receipt'
import { Button, buttonStyles } from '@/components/ui/button'
import { LinkButton } from '@/components/ui/link-button'
import { payableStatuses, type ShopperOrder, settledStatuses } from '@/lib/orders/model'
import { formatMoney } from '@/lib/shared/money'

type WayOnProps = { token: string; order: ShopperOrder | null; payableUntil: string | null }

/** After leaving the payment page: what became of the order, and how to go on. Looking changes nothing. */
export function WayOn({ token, order, payableUntil }: WayOnProps) {
  if (!order) return <Unknown />
  if (settledStatuses.includes(order.status) || order.status === 'partly_paid') return <Paid token={token} />
  if (!payableStatuses.includes(order.status)) return <Closed token={token} number={order.number} />
  return (
    <>
      <Words number={order.number} title="You left before paying. Your order is kept.">
        <p>
          We know of no payment for it. You can pay this order until {payableUntil}; while its things are set aside for
          you, nobody else gets them. Your cart is untouched.
        </p>
      </Words>
      <section aria-label="Your order" className="rounded-md border border-line bg-surface px-5 py-2">
        <OrderLines lines={order.lines} currency={order.currency} />
      </section>
      <div className="flex flex-wrap items-center gap-3">
        {order.paymentUrl && <ContinuePaying token={token} order={order} />}
        <LinkButton href="/cart" look={order.paymentUrl ? 'secondary' : 'primary'} size="large">
          Back to your cart
        </LinkButton>
      </div>
      <p className="text-muted text-sm">
        Did you pay after all?{' '}
        <a href={`/thank-you/${token}`} className="quiet-link text-ink">
          See where your order stands
        </a>{' '}
        instead of paying again.
      </p>
    </>
  )
}

function ContinuePaying({ token, order }: { token: string; order: ShopperOrder }) {
  return (
    <form method="post" action={`/api/orders/${token}/pay`}>
      <Button type="submit" look="primary" size="large">
        Pay {formatMoney({ amountMinor: order.totalMinor, currency: order.currency })}
      </Button>
    </form>
  )
}

function Words({ number, title, children }: { number?: string; title: string; children: ReactNode }) {
  return (
    <header className="grid gap-4">
      {number && <p className="text-muted">Order {number}</p>}
      <h1 className="text-2xl sm:text-3xl">{title}</h1>
      <div className="max-w-prose text-lg">{children}</div>
    </header>
  )
}

function Paid({ token }: { token: string }) {
  return (
    <>
      <Words title="A payment for this order has arrived.">
        <p>Please do not pay again. Its own page says where it stands.</p>
      </Words>
      <p>
        <a href={`/thank-you/${token}`} className={buttonStyles({ look: 'primary', size: 'large' })}>
          See your order
        </a>
      </p>
    </>
  )
}

function Closed({ token, number }: { token: string; number: string }) {
  return (
    <>
      <Words number={number} title="This order can no longer be paid.">
        <p>
          Its things went back to the shelf. Your cart is where you left it, and a new order takes a minute. If you did
          pay, its{' '}
          <a href={`/thank-you/${token}`} className="quiet-link">
            own page
          </a>{' '}
          says what happens.
        </p>
      </Words>
      <p>
        <LinkButton href="/cart" look="primary" size="large">
          Go to your cart
        </LinkButton>
      </p>
    </>
  )
}

function Unknown() {
  return (
    <>
      <Words title="You left the payment page.">
        <p>If you did not finish paying, nothing is lost: your cart is as you left it.</p>
      </Words>
      <div className="flex flex-wrap gap-3">
        <LinkButton href="/cart" look="primary" size="large">
          Go to your cart
        </LinkButton>
        <LinkButton href="/products" size="large">
          Look around
        </LinkButton>
      </div>
    </>
  )
}
