import type { Metadata } from 'next'
import { NoticeRegion } from '@/components/admin/notice-region'
import { ProviderPanel } from '@/components/admin/provider-panel'
import { may } from '@/lib/auth/model'
import { requireMerchant } from '@/lib/auth/require-merchant'
import { findNotice } from '@/lib/back-office/notice'
import { listProviderOverviews } from '@/lib/back-office/provider-overview'
import { wallClock } from '../wall-clock'
import { registerWebhookAction } from './actions'

export const instant = false

export const metadata: Metadata = { title: 'Providers' }

type ProvidersPageProps = { searchParams: Promise<Record<string, string | string[] | undefined>> }

export default async function ProvidersPage({ searchParams }: ProvidersPageProps) {
  const merchant = await requireMerchant()
  const notice = await findNotice((await searchParams).notice)
  const providers = await listProviderOverviews()
  const register = may(merchant, 'register_webhook') ? registerWebhookAction : null
  const wall = wallClock()
  return (
    <>
      <h1 className="text-2xl">Providers</h1>
      <NoticeRegion notice={notice} />
      {providers.map((provider) => (
        <ProviderPanel key={provider.id} provider={provider} wall={wall} register={register} />
      ))}
    </>
  )
}
