import { ChevronLeft } from 'lucide-react'
import type { Metadata } from 'next'
import Link from 'next/link'
import { notFound } from 'next/navigation'
import { DeliveryView } from '@/components/admin/delivery-view'
import { EventPill } from '@/components/admin/event-pill'
import { NoticeRegion } from '@/components/admin/notice-region'
import { LinkButton } from '@/components/ui/link-button'
import { requireMerchant } from '@/lib/auth/require-merchant'
import { findNotice } from '@/lib/back-office/notice'
import { findDelivery } from '@/lib/webhooks/merchant-queries'
import { wallClock } from '../../wall-clock'
import { readEventId } from '../event-id'

export const instant = false

export const metadata: Metadata = { title: 'Webhook delivery' }

type DeliveryPageProps = {
  params: Promise<{ eventId: string }>
  searchParams: Promise<Record<string, string | string[] | undefined>>
}

export default async function DeliveryPage({ params, searchParams }: DeliveryPageProps) {
  await requireMerchant()
  const eventId = readEventId((await params).eventId)
  const delivery = eventId === null ? null : await findDelivery(eventId)
  if (!delivery) notFound()
  const notice = await findNotice((await searchParams).notice)
  return (
    <>
      <Link href="/admin/webhooks" prefetch={false} className="flex items-center gap-1 justify-self-start text-muted">
        <ChevronLeft aria-hidden strokeWidth={1.5} className="size-4" />
        Webhooks
      </Link>
      <div className="flex flex-wrap items-center gap-x-4 gap-y-2">
        <h1 className="text-2xl">{delivery.eventName ?? 'no event name'}</h1>
        <span className="text-muted">no. {delivery.id}</span>
        <EventPill state={delivery.state} />
        <LinkButton href={`/admin/webhooks/replay?event=${delivery.id}`} prefetch={false} size="small">
          Try a replay
        </LinkButton>
      </div>
      <NoticeRegion notice={notice} />
      <DeliveryView delivery={delivery} wall={wallClock()} />
    </>
  )
}
