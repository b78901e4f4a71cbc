import Link from 'next/link'
import { Pill } from '@/components/ui/pill'
import type { WallClock } from '@/lib/back-office/model'
import { type CatalogueOverview, runPath } from '@/lib/catalog-sync/model'
import { FactStrip } from './facts'
import { Moment } from './moment'
import { Box, Panel } from './panel'
import { SubmitButton } from './submit-button'

type FormAction = (form: FormData) => Promise<void>
type CataloguePanelProps = {
  catalogue: CatalogueOverview
  wall: WallClock
  actions: { startImport: FormAction; pushUnmapped: FormAction }
}

/** How one provider's catalogue stands to ours, and what can be done about it. */
export function CataloguePanel({ catalogue, wall, actions }: CataloguePanelProps) {
  const { provider, name, mode, mapped, drifted, missing, unmapped, checkedAt, liveRunId } = catalogue
  const wrong = drifted + missing
  return (
    <Panel
      id={`catalogue-${provider}`}
      title={name}
      aside={
        <Pill tone={mode === 'live' ? 'accent' : 'neutral'}>{mode === 'live' ? 'Live: real money' : 'Test mode'}</Pill>
      }
    >
      <Box className="grid gap-4">
        <FactStrip
          facts={[
            { name: 'Connected', value: mapped.toLocaleString('en-US') },
            {
              name: 'Differ',
              value: wrong > 0 ? <span className="font-semibold text-bad">{wrong}</span> : 'None',
            },
            { name: 'Published, not there', value: unmapped.toLocaleString('en-US') },
            { name: 'Last looked at', value: checkedAt ? <Moment at={checkedAt} wall={wall} /> : 'Not yet' },
          ]}
        />
        {liveRunId ? (
          <p>
            Something is under way.{' '}
            <Link href={runPath(liveRunId)} prefetch={false} className="font-semibold underline underline-offset-4">
              See how far it is
            </Link>
          </p>
        ) : (
          <div className="flex flex-wrap gap-3">
            <form action={actions.startImport}>
              <input type="hidden" name="provider" value={provider} />
              <SubmitButton size="small">See what an import from {name} would change</SubmitButton>
            </form>
            {unmapped > 0 && (
              <form action={actions.pushUnmapped}>
                <input type="hidden" name="provider" value={provider} />
                <SubmitButton size="small">See what would be created at {name}</SubmitButton>
              </form>
            )}
          </div>
        )}
      </Box>
    </Panel>
  )
}
