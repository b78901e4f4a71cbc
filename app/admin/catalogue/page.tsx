import type { Metadata } from 'next'
import { CataloguePanel } from '@/components/admin/catalogue-panel'
import { DriftList } from '@/components/admin/drift-list'
import { NoticeRegion } from '@/components/admin/notice-region'
import { Panel } from '@/components/admin/panel'
import { RunList } from '@/components/admin/run-list'
import { EmptyState } from '@/components/ui/empty-state'
import { LinkButton } from '@/components/ui/link-button'
import { requireMerchant } from '@/lib/auth/require-merchant'
import { findNotice } from '@/lib/back-office/notice'
import { listDrifts, listRuns, readCatalogues } from '@/lib/catalog-sync/merchant-queries'
import { wallClock } from '../wall-clock'
import {
  noteNameAction,
  pushUnmappedAction,
  pushVariantAction,
  removeMappingAction,
  startImportAction,
  takePriceAction,
} from './actions'

export const instant = false

export const metadata: Metadata = { title: 'Catalogue' }

type CataloguePageProps = { searchParams: Promise<Record<string, string | string[] | undefined>> }

export default async function CataloguePage({ searchParams }: CataloguePageProps) {
  await requireMerchant()
  const params = await searchParams
  const [catalogues, drifts, runs, notice] = await Promise.all([
    readCatalogues(),
    listDrifts(),
    listRuns(),
    findNotice(params.notice),
  ])
  const wall = wallClock()
  const names = Object.fromEntries(catalogues.map(({ provider, name }) => [provider, name]))
  return (
    <>
      <h1 className="text-2xl">Catalogue</h1>
      <p className="max-w-prose text-muted">
        The shop’s products beside those at the payment providers. Nothing is changed, here or there, before you have
        seen what it would be. Every hour all connected products are compared; what differs is told here and not sold.
      </p>
      <NoticeRegion notice={notice} />
      {catalogues.length === 0 && <NoProvider />}
      {drifts.length > 0 && (
        <Panel id="differs" title="What differs">
          <DriftList
            drifts={drifts}
            wall={wall}
            actions={{
              takePrice: takePriceAction,
              pushVariant: pushVariantAction,
              noteName: noteNameAction,
              removeMapping: removeMappingAction,
            }}
          />
        </Panel>
      )}
      {catalogues.map((catalogue) => (
        <CataloguePanel
          key={catalogue.provider}
          catalogue={catalogue}
          wall={wall}
          actions={{ startImport: startImportAction, pushUnmapped: pushUnmappedAction }}
        />
      ))}
      {runs.length > 0 && (
        <Panel id="runs" title="Lately">
          <RunList runs={runs} names={names} wall={wall} />
        </Panel>
      )}
    </>
  )
}

function NoProvider() {
  return (
    <EmptyState
      title="No catalogue to compare"
      action={
        <LinkButton href="/admin/providers" size="small">
          See the providers
        </LinkButton>
      }
    >
      As soon as a provider’s key is set, its products can be imported and compared here.
    </EmptyState>
  )
}
