import type { Metadata } from 'next'
import { MatchTotals } from '@/components/admin/match-totals'
import { MoneyMatchList } from '@/components/admin/money-match-list'
import { NoticeRegion } from '@/components/admin/notice-region'
import { PeriodForm } from '@/components/admin/period-form'
import { Alert } from '@/components/ui/alert'
import { requireMerchant } from '@/lib/auth/require-merchant'
import { findNotice } from '@/lib/back-office/notice'
import { systemClock as clock } from '@/lib/clock'
import { findSweepGateway } from '@/lib/payments/registry'
import { longestPeriodDays } from '@/lib/reconciliation/model'
import { readMoneyMatch } from '@/lib/reconciliation/read-money-match'
import { exactText } from '@/lib/shared/relative-time'
import { wallClock } from '../wall-clock'
import { lookAgainAction } from './actions'
import { askedPeriod, askedProvider, listComparable } from './money-form'

export const instant = false

export const metadata: Metadata = { title: 'Money' }

type MoneyPageProps = { searchParams: Promise<Record<string, string | string[] | undefined>> }

export default async function MoneyPage({ searchParams }: MoneyPageProps) {
  await requireMerchant()
  const params = await searchParams
  const period = askedPeriod(params)
  const notice = await findNotice(params.notice)
  const comparable = await listComparable()
  const provider = askedProvider(comparable, params.provider)
  const gateway = provider && findSweepGateway(provider.id)
  const match = gateway && (await readMoneyMatch({ gateway, from: period.from, to: period.to, clock }))
  const wall = wallClock()
  return (
    <>
      <h1 className="text-2xl">Money</h1>
      <p className="max-w-prose text-muted">
        {provider ? `${provider.name}’s` : 'A provider’s'} payments beside the shop’s, by the day they were made, tax
        included. Nothing is changed by looking.
      </p>
      <PeriodForm period={period} providers={comparable} provider={provider?.id ?? null} />
      <NoticeRegion notice={notice} />
      {period.isCut && (
        <p className="text-muted">
          At most {longestPeriodDays} days are compared at once: the last of those you chose.
        </p>
      )}
      {!match && <Alert tone="warn">No API key is set, so there is nothing to compare with.</Alert>}
      {match?.problem && (
        <Alert tone="warn" title="Not everything was compared" className="p-3">
          {match.problem} Payments made before {exactText(match.comparedFrom, wall.timeZone)} are left out where the
          provider did not show them.
        </Alert>
      )}
      {match && match.leftOut > 0 && (
        <p className="text-muted">
          {match.leftOut} payments of the shop are left out, because the provider could not be asked about them.
        </p>
      )}
      {match && provider && <MatchTotals rows={match.rows} providerName={provider.name} />}
      {match && provider && (
        <MoneyMatchList rows={match.rows} period={period} provider={provider} wall={wall} lookAgain={lookAgainAction} />
      )}
    </>
  )
}
