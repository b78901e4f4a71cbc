import type { Metadata } from 'next'
import { DeliveriesTable } from '@/components/admin/deliveries-table'
import { DeliveryFilter } from '@/components/admin/delivery-filter'
import { NoticeRegion } from '@/components/admin/notice-region'
import { Pager } from '@/components/admin/pager'
import { RefusedDeliveries } from '@/components/admin/refused-deliveries'
import { EmptyState } from '@/components/ui/empty-state'
import { LinkButton } from '@/components/ui/link-button'
import { requireMerchant } from '@/lib/auth/require-merchant'
import { findNotice } from '@/lib/back-office/notice'
import { listDeliveries, listRefusals } from '@/lib/webhooks/merchant-queries'
import { deliveryPath, readDeliveryFilter, replayCap } from '@/lib/webhooks/model'
import { wallClock } from '../wall-clock'

export const instant = false

export const metadata: Metadata = { title: 'Webhooks' }

type WebhooksPageProps = { searchParams: Promise<Record<string, string | string[] | undefined>> }

export default async function WebhooksPage({ searchParams }: WebhooksPageProps) {
  await requireMerchant()
  const params = await searchParams
  const filter = readDeliveryFilter(params)
  const [page, refusals, notice] = await Promise.all([
    listDeliveries(filter),
    listRefusals(),
    findNotice(params.notice),
  ])
  const wall = wallClock()
  const place = { ...filter, olderThan: null, newerThan: null }
  return (
    <>
      <div className="flex flex-wrap items-start justify-between gap-x-6 gap-y-3">
        <h1 className="text-2xl">Webhooks</h1>
        <RefusedDeliveries refusals={refusals} wall={wall} />
      </div>
      <NoticeRegion notice={notice} />
      <DeliveryFilter filter={filter} timeZone={wall.timeZone} />
      {page.rows.length > 0 ? (
        <DeliveriesTable rows={page.rows} wall={wall} />
      ) : (
        <EmptyState title="No deliveries here">
          Every authentic delivery of a provider is kept and listed here, with what came of it.
        </EmptyState>
      )}
      <div className="flex flex-wrap items-center justify-between gap-3">
        {page.rows.length > 0 && (
          <div className="flex flex-wrap items-center gap-3">
            <LinkButton href={deliveryPath(place, '/admin/webhooks/replay')} prefetch={false} size="small">
              Try replaying these
            </LinkButton>
            <p className="text-muted text-xs">
              First as a dry run that changes nothing; the oldest {replayCap} of this filter at most.
            </p>
          </div>
        )}
        <Pager
          newerPath={page.newerThan === null ? null : deliveryPath({ ...place, newerThan: page.newerThan })}
          olderPath={page.olderThan === null ? null : deliveryPath({ ...place, olderThan: page.olderThan })}
        />
      </div>
    </>
  )
}
