import { ChevronLeft } from 'lucide-react'
import type { Metadata } from 'next'
import Link from 'next/link'
import { notFound } from 'next/navigation'
import { NoticeRegion } from '@/components/admin/notice-region'
import { Pager } from '@/components/admin/pager'
import { RunDecision } from '@/components/admin/run-decision'
import { RunPill, runTitle } from '@/components/admin/run-list'
import { RunProgress } from '@/components/admin/run-progress'
import { RunRows, RunVerdicts } from '@/components/admin/run-rows'
import { SubmitButton } from '@/components/admin/submit-button'
import { Alert } from '@/components/ui/alert'
import { requireMerchant } from '@/lib/auth/require-merchant'
import { findNotice } from '@/lib/back-office/notice'
import {
  findRun,
  listCatalogueProviders,
  listCategoryChoices,
  listRunRows,
  readImportFacts,
} from '@/lib/catalog-sync/merchant-queries'
import { type RunView, runPath, type Verdict, verdicts } from '@/lib/catalog-sync/model'
import { decideRunAction, dropRunAction, resumeRunAction, stopRunAction } from '../actions'
import { readRunId, readRunView } from '../catalogue-forms'

export const instant = false

export const metadata: Metadata = { title: 'Catalogue run' }

type RunPageProps = {
  params: Promise<{ run: string }>
  searchParams: Promise<Record<string, string | string[] | undefined>>
}

const firstFound = ({ counts }: RunView): Verdict | null =>
  verdicts.find((verdict) => (counts[verdict] ?? 0) > 0) ?? null

export default async function RunPage({ params, searchParams }: RunPageProps) {
  await requireMerchant()
  const runId = readRunId((await params).run)
  const run = runId === null ? null : await findRun(runId)
  if (!run) notFound()
  const asked = await searchParams
  const view = readRunView(asked)
  const verdict = view.verdict ?? firstFound(run)
  const [providers, categories, facts, notice, found] = await Promise.all([
    listCatalogueProviders(),
    listCategoryChoices(),
    readImportFacts(run.id),
    findNotice(asked.notice),
    verdict ? listRunRows({ runId: run.id, verdict, page: view.page }) : null,
  ])
  const providerName = providers.find(({ provider }) => provider === run.provider)?.name ?? run.provider
  const pathTo = (page: number) => runPath(run.id, { ...(verdict && { verdict }), page })
  return (
    <>
      <Link href="/admin/catalogue" prefetch={false} className="flex items-center gap-1 justify-self-start text-muted">
        <ChevronLeft aria-hidden strokeWidth={1.5} className="size-4" />
        Catalogue
      </Link>
      <div className="flex flex-wrap items-center gap-3">
        <h1 className="text-2xl">{runTitle(run, providerName)}</h1>
        <RunPill run={run} />
      </div>
      <NoticeRegion notice={notice} />
      <RunState run={run} providerName={providerName} />
      {run.phase === 'deciding' && (
        <RunDecision
          run={run}
          providerName={providerName}
          categories={categories}
          facts={facts}
          actions={{ decide: decideRunAction, drop: dropRunAction }}
        />
      )}
      <RunVerdicts run={run} shown={verdict} />
      {verdict && found && found.rows.length > 0 && (
        <RunRows run={run} rows={found.rows} verdict={verdict} providerName={providerName} />
      )}
      <Pager
        newerText="Previous"
        newerPath={view.page > 1 ? pathTo(view.page - 1) : null}
        olderText="Next"
        olderPath={found?.hasMore ? pathTo(view.page + 1) : null}
      />
    </>
  )
}

function RunState({ run, providerName }: { run: RunView; providerName: string }) {
  const isOpen = run.phase === 'reading' || run.phase === 'applying'
  return (
    <>
      {run.problem && (
        <Alert tone={run.isLive ? 'info' : 'warn'} className="max-w-2xl p-3">
          {run.problem}
        </Alert>
      )}
      {isOpen && <OpenRun run={run} providerName={providerName} />}
      {run.phase === 'done' && <p className="max-w-prose">{endText(run)}</p>}
      {run.unreadable > 0 && (
        <p className="text-muted">{run.unreadable} entries there are of an unknown form and were left out.</p>
      )}
    </>
  )
}

function OpenRun({ run, providerName }: { run: RunView; providerName: string }) {
  const reading = `Looking at ${providerName}’s products`
  const applying = run.kind === 'push' ? `Telling ${providerName}` : 'Taking over'
  return (
    <div className="grid gap-3">
      <RunProgress label={run.phase === 'reading' ? reading : applying} progress={run.progress} isLive={run.isLive} />
      <div className="flex flex-wrap items-center gap-3">
        <form action={run.isLive ? stopRunAction : resumeRunAction}>
          <input type="hidden" name="run" value={run.id} />
          <SubmitButton size="small" look={run.isLive ? 'secondary' : 'primary'}>
            {run.isLive ? 'Stop' : 'Go on'}
          </SubmitButton>
        </form>
        {run.isStopped && (
          <form action={dropRunAction}>
            <input type="hidden" name="run" value={run.id} />
            <SubmitButton size="small" look="quiet">
              Leave it at that
            </SubmitButton>
          </form>
        )}
        <noscript>
          <a href={runPath(run.id)} className="underline underline-offset-4">
            Reload to see how far it is
          </a>
        </noscript>
      </div>
      <p className="text-muted text-xs">
        {run.isLive
          ? 'It goes on in the background; you may leave this page. What is done stays done, also when you stop it.'
          : 'It stands still. What is done stays done, and it goes on where it stopped.'}
      </p>
    </div>
  )
}

function endText({ applied, failed, counts, kind }: RunView): string {
  const nothing = kind === 'check' ? 'Compared.' : 'Nothing had to be changed.'
  const done = applied > 0 ? `${applied.toLocaleString('en-US')} done.` : nothing
  const wrong =
    failed > 0 ? ` ${failed === 1 ? '1 needs' : `${failed.toLocaleString('en-US')} need`} another look.` : ''
  const skipped = counts.skipped ? ` Skipped: ${counts.skipped.toLocaleString('en-US')}, each with its reason.` : ''
  return `${done}${wrong}${skipped}`
}
