import Link from 'next/link'
import { cn } from '@/components/ui/class-names'
import { Money } from '@/components/ui/money'
import { Table, TableCell, TableHeadCell, TableRow } from '@/components/ui/table'
import {
  outcomeTexts,
  type RowView,
  type RunView,
  runPath,
  skipReasonTexts,
  type Verdict,
  verdicts,
  verdictTexts,
} from '@/lib/catalog-sync/model'
import { Identifier } from './facts'

/** The verdicts of a run with their counts, as links to their rows. */
export function RunVerdicts({ run, shown }: { run: RunView; shown: Verdict | null }) {
  const found = verdicts.filter((verdict) => (run.counts[verdict] ?? 0) > 0)
  return (
    <nav aria-label="What was found" className="-mx-4 overflow-x-auto px-4 md:mx-0 md:px-0">
      <ul className="flex gap-1.5 md:flex-wrap">
        {found.map((verdict) => (
          <li key={verdict}>
            <Link
              href={runPath(run.id, { verdict })}
              prefetch={false}
              scroll={false}
              aria-current={shown === verdict ? 'true' : undefined}
              className={cn(
                'flex min-h-8 items-center gap-1.5 whitespace-nowrap rounded-md border border-line bg-surface px-2.5 py-1 text-xs hover:border-ink',
                shown === verdict && 'border-ink bg-sunken font-semibold text-ink',
              )}
            >
              {verdictTexts[verdict]}
              <span className="text-muted tabular-nums">{(run.counts[verdict] ?? 0).toLocaleString('en-US')}</span>
            </Link>
          </li>
        ))}
      </ul>
    </nav>
  )
}

type RunRowsProps = { run: RunView; rows: RowView[]; verdict: Verdict; providerName: string }

export function RunRows({ run, rows, verdict, providerName }: RunRowsProps) {
  const isPush = run.kind === 'push'
  const shown = columnsOf(rows)
  return (
    <Table label={verdictTexts[verdict]} className="text-xs">
      <thead>
        <tr>
          <TableHeadCell>{isPush ? 'Here' : `At ${providerName}`}</TableHeadCell>
          <TableHeadCell className="text-right">{isPush ? 'Price here' : 'Price there'}</TableHeadCell>
          {shown.otherPrice && (
            <TableHeadCell className="text-right">{isPush ? 'Price there' : 'Price here'}</TableHeadCell>
          )}
          {shown.meaning && <TableHeadCell>What it means</TableHeadCell>}
        </tr>
      </thead>
      <tbody>
        {rows.map((row) => (
          <Row key={row.id} row={row} shown={shown} />
        ))}
      </tbody>
    </Table>
  )
}

type Columns = { otherPrice: boolean; meaning: boolean }

/** A column that would be empty is left out. */
const columnsOf = (rows: RowView[]): Columns => ({
  otherPrice: rows.some(({ otherPriceMinor }) => otherPriceMinor !== null),
  meaning: rows.some((row) => row.reason || row.outcome || row.problem || toldOf(row) !== ''),
})

function Row({ row, shown }: { row: RowView; shown: Columns }) {
  const { name, otherName, sku, providerProductId, priceMinor, otherPriceMinor, currency } = row
  return (
    <TableRow>
      <TableCell className="min-w-36 md:min-w-40">
        <div className="wrap-anywhere font-semibold">{name || 'Without a name'}</div>
        {otherName && otherName !== name && <div className="wrap-anywhere text-muted">instead of “{otherName}”</div>}
        <div className="text-muted">
          {sku && <span className="mr-2">{sku}</span>}
          {providerProductId && <Identifier>{providerProductId}</Identifier>}
        </div>
      </TableCell>
      <Price amountMinor={priceMinor} currency={currency} />
      {shown.otherPrice && <Price amountMinor={otherPriceMinor} currency={currency} />}
      {shown.meaning && (
        <TableCell className="min-w-28 md:min-w-48">
          <Meaning row={row} />
        </TableCell>
      )}
    </TableRow>
  )
}

function Price({ amountMinor, currency }: { amountMinor: number | null; currency: string | null }) {
  return (
    <TableCell className="text-right">
      {amountMinor === null || currency === null ? '–' : <Money amountMinor={amountMinor} currency={currency} />}
    </TableCell>
  )
}

/** What the provider tells of a new product beside its price; empty when it is nothing. */
function toldOf({ verdict, kind, stock }: RowView): string {
  if (verdict !== 'new') return ''
  const kindText = kind && (kind === 'digital' ? 'delivered by itself' : 'sent')
  return [kindText, stock !== null && `${stock.toLocaleString('en-US')} left there`].filter(Boolean).join(', ')
}

const reasonText = (reason: string): string =>
  Object.entries(skipReasonTexts).find(([code]) => code === reason)?.[1] ?? reason

function Meaning({ row }: { row: RowView }) {
  const { reason, outcome, problem } = row
  const told = toldOf(row)
  return (
    <>
      {told && <div className="text-muted">{told}</div>}
      {outcome && <div className="font-semibold">{outcomeTexts[outcome] ?? outcome}</div>}
      {problem && <div className="wrap-anywhere text-bad">{problem}</div>}
      {reason && <div className="wrap-anywhere text-muted">{reasonText(reason)}</div>}
      {!told && !outcome && !reason && <span className="text-muted">–</span>}
    </>
  )
}
