import { ChevronLeft } from 'lucide-react'
import type { Metadata } from 'next'
import { headers } from 'next/headers'
import Link from 'next/link'
import { redirect } from 'next/navigation'
import { Rehearsals } from '@/components/admin/rehearsals'
import { SubmitButton } from '@/components/admin/submit-button'
import { EmptyState } from '@/components/ui/empty-state'
import { requireMerchant } from '@/lib/auth/require-merchant'
import { systemClock as clock } from '@/lib/clock'
import { listReplayable } from '@/lib/webhooks/merchant-queries'
import { deliveryPath, readDeliveryFilter, replayCap } from '@/lib/webhooks/model'
import { rehearseMany } from '@/lib/webhooks/replay-many'
import { replayAction } from '../actions'
import { readEventId } from '../event-id'

export const instant = false

export const metadata: Metadata = { title: 'Dry run' }

type Params = Record<string, string | string[] | undefined>
type ReplayPageProps = { searchParams: Promise<Params> }

async function readChosen(params: Params) {
  const eventId = readEventId(params.event)
  if (eventId !== null) return { eventIds: [eventId], hasMore: false, backPath: `/admin/webhooks/${eventId}` }
  const filter = { ...readDeliveryFilter(params), olderThan: null, newerThan: null }
  return { ...(await listReplayable(filter)), backPath: deliveryPath(filter) }
}

export default async function ReplayPage({ searchParams }: ReplayPageProps) {
  await requireMerchant()
  const { eventIds, hasMore, backPath } = await readChosen(await searchParams)
  // A dry run asks the provider: a link on a foreign page must not set it off.
  if ((await headers()).get('sec-fetch-site') === 'cross-site') redirect(backPath)
  const { done, left } = await rehearseMany(eventIds, { clock })
  const replayable = done.filter(({ canReplay }) => canReplay).map(({ eventId }) => eventId)
  return (
    <>
      <Link href={backPath} prefetch={false} className="flex items-center gap-1 justify-self-start text-muted">
        <ChevronLeft aria-hidden strokeWidth={1.5} className="size-4" />
        Back
      </Link>
      <div className="grid max-w-prose gap-2">
        <h1 className="text-2xl">Dry run</h1>
        <p>
          This is what a replay would change now. Nothing of it has happened: the provider was asked, and everything
          else was taken back.
          {done.length > 1 && ' Each delivery is shown as if it were replayed alone.'}
        </p>
        {left.length > 0 && <p>{left.length} more were not looked at in time; choose a shorter range for them.</p>}
        {hasMore && <p>More than {replayCap} deliveries match; these are the oldest.</p>}
      </div>
      {replayable.length > 0 && (
        <form action={replayAction} className="flex flex-wrap items-center gap-3">
          <input type="hidden" name="eventIds" value={replayable.join(',')} />
          <input type="hidden" name="backPath" value={backPath} />
          <SubmitButton look="primary" size="small">
            {replayable.length === 1 ? 'Replay it for real' : `Replay ${replayable.length} for real`}
          </SubmitButton>
        </form>
      )}
      {done.length > 0 ? <Rehearsals rehearsals={done} /> : <EmptyState title="Nothing to replay" />}
    </>
  )
}
