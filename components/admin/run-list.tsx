import Link from 'next/link'
import { Pill, type PillShape, type PillTone } from '@/components/ui/pill'
import { Table, TableCell, TableHeadCell, TableRow } from '@/components/ui/table'
import type { WallClock } from '@/lib/back-office/model'
import { type RunKind, type RunView, runPath } from '@/lib/catalog-sync/model'
import { Moment } from './moment'

const kindTexts: Record<RunKind, string> = { import: 'Import', check: 'Hourly check', push: 'Push' }

type Look = { text: string; tone: PillTone; shape: PillShape }

function lookOf({ phase, isLive, isStopped }: RunView): Look {
  if (isStopped) return { text: 'Stopped', tone: 'warn', shape: 'triangle' }
  if (phase === 'deciding') return { text: 'Waits for you', tone: 'accent', shape: 'half' }
  if (isLive) return { text: phase === 'reading' ? 'Looking' : 'Applying', tone: 'neutral', shape: 'half' }
  return { text: 'Done', tone: 'good', shape: 'dot' }
}

export function RunPill({ run }: { run: RunView }) {
  const { text, tone, shape } = lookOf(run)
  return (
    <Pill tone={tone} shape={shape}>
      {text}
    </Pill>
  )
}

export const runTitle = ({ kind }: Pick<RunView, 'kind'>, providerName: string): string =>
  kind === 'push' ? `Push to ${providerName}` : `${kindTexts[kind]} from ${providerName}`

type RunListProps = { runs: RunView[]; names: Record<string, string>; wall: WallClock }

/** What was compared lately, and what came of it. */
export function RunList({ runs, names, wall }: RunListProps) {
  return (
    <Table label="Earlier runs" className="text-xs">
      <thead>
        <tr>
          <TableHeadCell>Run</TableHeadCell>
          <TableHeadCell>State</TableHeadCell>
          <TableHeadCell className="text-right">Applied</TableHeadCell>
          <TableHeadCell className="text-right">Skipped</TableHeadCell>
          <TableHeadCell>Begun</TableHeadCell>
        </tr>
      </thead>
      <tbody>
        {runs.map((run) => (
          <TableRow key={run.id} className="hover:bg-sunken">
            <TableCell>
              <Link href={runPath(run.id)} prefetch={false} className="quiet-link font-semibold">
                {runTitle(run, names[run.provider] ?? run.provider)}
              </Link>
              <div className="text-muted">{run.mode} mode</div>
            </TableCell>
            <TableCell>
              <RunPill run={run} />
            </TableCell>
            <TableCell className="text-right">
              {run.applied.toLocaleString('en-US')}
              {run.failed > 0 && <div className="text-bad">{run.failed} did not work</div>}
            </TableCell>
            <TableCell className="text-right">{(run.counts.skipped ?? 0).toLocaleString('en-US')}</TableCell>
            <TableCell>
              <Moment at={run.startedAt} wall={wall} />
            </TableCell>
          </TableRow>
        ))}
      </tbody>
    </Table>
  )
}
