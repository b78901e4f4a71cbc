import type { Metadata } from 'next'
import { ConfirmationChart } from '@/components/admin/confirmation-chart'
import { NoticeRegion } from '@/components/admin/notice-region'
import { Panel } from '@/components/admin/panel'
import { RescueList } from '@/components/admin/rescue-list'
import { EmptyState } from '@/components/ui/empty-state'
import { may } from '@/lib/auth/model'
import { requireMerchant } from '@/lib/auth/require-merchant'
import { findNotice } from '@/lib/back-office/notice'
import { systemClock } from '@/lib/clock'
import { readConfirmations } from '@/lib/rescue/confirmations'
import { confirmationDays } from '@/lib/rescue/model'
import { newToken } from '@/lib/shared/token'
import { readAttention } from '../attention'
import { wallClock } from '../wall-clock'
import {
  attachAction,
  checkRefundsAction,
  enterRefundAction,
  letGoAction,
  lookAction,
  refundItemAction,
} from './actions'

export const instant = false

export const metadata: Metadata = { title: 'Rescue' }

type RescuePageProps = { searchParams: Promise<Record<string, string | string[] | undefined>> }

export default async function RescuePage({ searchParams }: RescuePageProps) {
  const merchant = await requireMerchant()
  const params = await searchParams
  const days = confirmationDays.find((one) => String(one) === params.days)
  const [{ items }, confirmations, notice] = await Promise.all([
    readAttention(),
    readConfirmations(systemClock, days),
    findNotice(params.notice),
  ])
  const forms = {
    refund: refundItemAction,
    look: lookAction,
    checkRefunds: checkRefundsAction,
    enterRefund: enterRefundAction,
    letGo: letGoAction,
    attach: may(merchant, 'mark_paid') ? attachAction : null,
  }
  return (
    <>
      <h1 className="text-2xl">Rescue</h1>
      <NoticeRegion notice={notice} />
      {items.length > 0 ? (
        <RescueList items={items} wall={wallClock()} requestKey={newToken()} forms={forms} />
      ) : (
        <EmptyState title="Nothing needs you">
          Every payment, refund, dispute, webhook and background check was looked at just now.
        </EmptyState>
      )}
      <Panel id="confirmed" title="How orders were confirmed">
        <ConfirmationChart confirmations={confirmations} />
      </Panel>
    </>
  )
}
