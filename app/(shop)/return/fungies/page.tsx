import type { Metadata } from 'next'
import Link from 'next/link'
import { redirect } from 'next/navigation'
import { connection } from 'next/server'
import { buttonStyles } from '@/components/ui/button'
import { LinkButton } from '@/components/ui/link-button'
import { systemClock } from '@/lib/clock'
import { readBuyerToken } from '@/lib/orders/buyer-cookie'
import { settleReturn } from '@/lib/reconciliation/settle-return'

export const instant = false

export const metadata: Metadata = {
  title: 'Back from paying',
  robots: { index: false, follow: false },
  referrer: 'no-referrer',
}

type PageProps = { searchParams: Promise<Record<string, string | string[] | undefined>> }

/** The one address that a Fungies store sends its buyers back to. */
export default async function FungiesReturnPage({ searchParams }: PageProps) {
  await connection()
  const providerOrderId = idIn((await searchParams)['fngs-order-id'])
  const buyerToken = await readBuyerToken()
  const returned = await settleReturn({ provider: 'fungies', providerOrderId, buyerToken, clock: systemClock })
  if (returned.kind === 'order') redirect(`/thank-you/${returned.token}`)
  // Its own page waits, asks and turns to paid by itself.
  if (returned.open?.isOnly) redirect(`/thank-you/${returned.open.token}`)
  return (
    <div className="mx-auto grid max-w-3xl gap-6">
      <h1 className="text-2xl sm:text-3xl">We cannot tell yet which order this was.</h1>
      {returned.open ? <Waiting number={returned.open.number} token={returned.open.token} /> : <Unknown />}
    </div>
  )
}

const idIn = (value: string | string[] | undefined) =>
  typeof value === 'string' && /^[\w-]{1,64}$/.test(value) ? value : null

function Waiting({ number, token }: { number: string; token: string }) {
  return (
    <>
      <p className="max-w-prose text-lg">
        If you have paid, nothing is lost: your order {number} finds its payment by itself, usually within a minute.
        Please do not pay again before its page says so.
      </p>
      <p>
        <a href={`/thank-you/${token}`} className={buttonStyles({ look: 'primary', size: 'large' })}>
          See order {number}
        </a>
      </p>
    </>
  )
}

function Unknown() {
  return (
    <>
      <p className="max-w-prose text-lg">
        This browser has no order that is waiting for a payment. If you paid in another one, its page and the mail with
        your order number show where it stands. If you did not pay, your cart is as you left it.
      </p>
      <div className="flex flex-wrap items-center gap-3">
        <LinkButton href="/cart" look="primary" size="large">
          Go to your cart
        </LinkButton>
        <Link href="/contact" className="quiet-link">
          Write to us
        </Link>
      </div>
    </>
  )
}
