import { ChevronLeft } from 'lucide-react'
import type { Metadata } from 'next'
import Link from 'next/link'
import { NoticeRegion } from '@/components/admin/notice-region'
import { Box, Panel } from '@/components/admin/panel'
import { PlanFields } from '@/components/admin/plan-fields'
import { EmptyState } from '@/components/ui/empty-state'
import { requireMerchant } from '@/lib/auth/require-merchant'
import { findNotice } from '@/lib/back-office/notice'
import { activeMode } from '@/lib/payments/registry'
import { listPlans } from '@/lib/subscriptions/merchant-queries'
import { planText } from '@/lib/subscriptions/model'
import { savePlanAction } from './actions'
import { offerProviders } from './plan-form'

export const instant = false

export const metadata: Metadata = { title: 'Plans' }

type PlansPageProps = { searchParams: Promise<Record<string, string | string[] | undefined>> }

export default async function PlansPage({ searchParams }: PlansPageProps) {
  await requireMerchant()
  const plans = await listPlans(activeMode())
  const notice = await findNotice((await searchParams).notice)
  return (
    <>
      <div className="grid gap-3">
        <Link
          href="/admin/subscriptions"
          prefetch={false}
          className="flex items-center gap-1 justify-self-start text-muted"
        >
          <ChevronLeft aria-hidden strokeWidth={1.5} className="size-4" />
          Subscriptions
        </Link>
        <h1 className="text-2xl">Plans</h1>
        <p className="max-w-prose text-muted text-sm">
          A variant with a plan is sold as a subscription; its price is that of each interval. Pocketsflow sells it by
          an offer that you made there with the same price, interval and trial; Fungies and Flex need none. What was
          bought before stays as it was bought.
        </p>
        <NoticeRegion notice={notice} />
      </div>
      {plans.length === 0 && <EmptyState title="No plans yet">Add one below by the SKU of its variant.</EmptyState>}
      {plans.map((plan) => (
        <Panel
          key={plan.sku}
          id={`plan-${plan.sku}`}
          title={plan.productName}
          aside={
            <span className="text-muted text-xs">
              {planText(plan, { amountMinor: plan.priceMinor, currency: plan.currency })}
            </span>
          }
        >
          <Box>
            <PlanFields plan={plan} providers={offerProviders} action={savePlanAction} />
          </Box>
        </Panel>
      ))}
      <Panel id="new-plan" title="Another plan">
        <Box>
          <PlanFields plan={null} providers={offerProviders} action={savePlanAction} />
        </Box>
      </Panel>
    </>
  )
}
