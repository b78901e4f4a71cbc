import type { Metadata } from 'next'
import { connection } from 'next/server'
import { WayOn } from '@/components/checkout/way-on'
import { env } from '@/lib/env'
import { readBuyerToken } from '@/lib/orders/buyer-cookie'
import { findShopperOrder } from '@/lib/orders/shopper-queries'
import { formatMoment } from '@/lib/shared/moment'

export const instant = false

export const metadata: Metadata = {
  title: 'Payment not finished',
  robots: { index: false, follow: false },
  referrer: 'no-referrer',
}

type PageProps = { searchParams: Promise<Record<string, string | string[] | undefined>> }

export default async function CancelledPage({ searchParams }: PageProps) {
  await connection()
  const { order: token } = await searchParams
  const order = typeof token === 'string' ? await findShopperOrder(token, await readBuyerToken()) : null
  const payableUntil = order && formatMoment(order.expiresAt, env().SHOP_TIMEZONE)
  return (
    <div className="mx-auto grid max-w-3xl gap-6">
      <WayOn token={typeof token === 'string' ? token : ''} order={order} payableUntil={payableUntil} />
    </div>
  )
}
