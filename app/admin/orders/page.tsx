import type { Metadata } from 'next'
import { EmptyOrders } from '@/components/admin/empty-orders'
import { NoticeRegion } from '@/components/admin/notice-region'
import { OrderTabs } from '@/components/admin/order-tabs'
import { OrdersTable } from '@/components/admin/orders-table'
import { Pager } from '@/components/admin/pager'
import { ProviderNotices } from '@/components/admin/provider-notices'
import { SearchForm } from '@/components/admin/search-form'
import { requireMerchant } from '@/lib/auth/require-merchant'
import { orderListPath, readOrderFilter } from '@/lib/back-office/model'
import { findNotice } from '@/lib/back-office/notice'
import { listProviderNotices } from '@/lib/back-office/provider-notices'
import { countOrders, listOrders } from '@/lib/orders/merchant-queries'
import { activeMode } from '@/lib/payments/registry'
import { wallClock } from '../wall-clock'

export const instant = false

export const metadata: Metadata = { title: 'Orders' }

type OrdersPageProps = { searchParams: Promise<Record<string, string | string[] | undefined>> }

export default async function OrdersPage({ searchParams }: OrdersPageProps) {
  await requireMerchant()
  const params = await searchParams
  const filter = readOrderFilter(params)
  const [page, counts, notices, notice] = await Promise.all([
    listOrders(filter),
    countOrders(),
    listProviderNotices(),
    findNotice(params.notice),
  ])
  const wall = wallClock()
  const pathFrom = (cursor: { olderThan: number | null } | { newerThan: number | null }) =>
    orderListPath({ tab: filter.tab, search: filter.search, ...cursor })
  return (
    <>
      <div className="flex flex-wrap items-center justify-between gap-x-6 gap-y-3">
        <h1 className="text-2xl">Orders</h1>
        <SearchForm
          action="/admin/orders"
          label="Search orders"
          placeholder="Number, e-mail or provider’s id"
          search={filter.search}
          kept={{ status: filter.tab }}
        />
      </div>
      <NoticeRegion notice={notice} />
      <ProviderNotices notices={notices} wall={wall} />
      <OrderTabs filter={filter} counts={counts} />
      {page.match === 'begins' && page.rows.length > 0 && (
        <p className="text-muted">Nothing is exactly “{filter.search}”. These e-mails begin with it.</p>
      )}
      {page.rows.length > 0 ? (
        <OrdersTable rows={page.rows} wall={wall} mode={activeMode()} />
      ) : (
        <EmptyOrders filter={filter} />
      )}
      <Pager
        newerPath={page.newerThan === null ? null : pathFrom({ newerThan: page.newerThan })}
        olderPath={page.olderThan === null ? null : pathFrom({ olderThan: page.olderThan })}
      />
    </>
  )
}
