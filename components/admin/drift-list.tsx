import { Money } from '@/components/ui/money'
import { Pill } from '@/components/ui/pill'
import type { WallClock } from '@/lib/back-office/model'
import type { DriftRow } from '@/lib/catalog-sync/model'
import { Moment } from './moment'
import { SubmitButton } from './submit-button'

type FormAction = (form: FormData) => Promise<void>
export type DriftActions = {
  takePrice: FormAction
  pushVariant: FormAction
  noteName: FormAction
  removeMapping: FormAction
}

type DriftListProps = { drifts: DriftRow[]; wall: WallClock; actions: DriftActions }

/** What disagrees with a provider, each with its cures beside it; works before JavaScript. */
export function DriftList({ drifts, wall, actions }: DriftListProps) {
  return (
    <ul aria-label="What differs" className="rounded-md border border-line bg-surface">
      {drifts.map((drift) => (
        <li
          key={`${drift.provider} ${drift.variantId}`}
          className="grid gap-x-6 gap-y-3 border-line border-b p-4 last:border-b-0 md:grid-cols-[minmax(0,1fr)_auto]"
        >
          <Difference drift={drift} wall={wall} />
          <Cures drift={drift} actions={actions} />
        </li>
      ))}
    </ul>
  )
}

function Difference({ drift, wall }: { drift: DriftRow; wall: WallClock }) {
  const { name, sku, providerName, state, problem, newName, checkedAt } = drift
  return (
    <div className="grid content-start gap-1">
      <div className="flex flex-wrap items-center gap-x-2 gap-y-1">
        <DriftPill state={state} />
        <span className="wrap-anywhere font-semibold">{name}</span>
        <span className="text-muted text-xs">{sku}</span>
      </div>
      {problem && <p className="wrap-anywhere max-w-prose">{problem}</p>}
      {newName && (
        <p className="wrap-anywhere max-w-prose">
          It is called “{newName}” at {providerName} now. Your own name stays, and it is sold as before.
        </p>
      )}
      <p className="text-muted text-xs">
        {providerName}
        {checkedAt && (
          <>
            , looked at <Moment at={checkedAt} wall={wall} />
          </>
        )}
      </p>
    </div>
  )
}

function DriftPill({ state }: { state: string }) {
  if (state === 'drifted')
    return (
      <Pill tone="bad" shape="cross">
        Not sold
      </Pill>
    )
  if (state === 'missing')
    return (
      <Pill tone="warn" shape="ring">
        Gone there
      </Pill>
    )
  return (
    <Pill tone="neutral" shape="half">
      Renamed there
    </Pill>
  )
}

function Cures({ drift, actions }: { drift: DriftRow; actions: DriftActions }) {
  const { providerName, theirPriceMinor, currency, priceMinor, state, newName } = drift
  const hidden = (
    <>
      <input type="hidden" name="provider" value={drift.provider} />
      <input type="hidden" name="variantId" value={drift.variantId} />
    </>
  )
  return (
    <div className="flex flex-wrap content-start gap-2 md:justify-end">
      {theirPriceMinor !== null && (
        <form action={actions.takePrice}>
          {hidden}
          <input type="hidden" name="seenPriceMinor" value={theirPriceMinor} />
          <SubmitButton size="small">
            <span>
              Take <Money amountMinor={theirPriceMinor} currency={currency} />
            </span>
          </SubmitButton>
        </form>
      )}
      {state !== 'ok' && (
        <form action={actions.pushVariant}>
          {hidden}
          <SubmitButton size="small">
            {state === 'missing' ? (
              `Create it at ${providerName}…`
            ) : (
              <span>
                Push <Money amountMinor={priceMinor} currency={currency} /> to {providerName}…
              </span>
            )}
          </SubmitButton>
        </form>
      )}
      {newName && (
        <form action={actions.noteName}>
          {hidden}
          <SubmitButton size="small">I know the name</SubmitButton>
        </form>
      )}
      {state !== 'ok' && (
        <form action={actions.removeMapping}>
          {hidden}
          <SubmitButton size="small" look="quiet">
            Disconnect
          </SubmitButton>
        </form>
      )}
    </div>
  )
}
