import { Table, TableHeadCell } from '@/components/ui/table'
import type { WallClock } from '@/lib/back-office/model'
import {
  type MatchBucket,
  type MatchPeriod,
  type MatchRow,
  matchBuckets,
  matchBucketTexts,
} from '@/lib/reconciliation/model'
import { type LookAgain, type MatchedProvider, MatchTableRow } from './match-table-row'
import { Panel } from './panel'

const mostRows = 300

type MoneyMatchListProps = {
  rows: MatchRow[]
  period: MatchPeriod
  provider: MatchedProvider
  wall: WallClock
  lookAgain: LookAgain
}

/** What differs, bucket by bucket; what agrees is folded away. */
export function MoneyMatchList({ rows, ...shared }: MoneyMatchListProps) {
  const of = (bucket: MatchBucket) => rows.filter((row) => row.bucket === bucket)
  const differing = matchBuckets.filter((bucket) => bucket !== 'equal' && of(bucket).length > 0)
  const equal = of('equal')
  return (
    <>
      {rows.length === 0 && <p>No payment was made in these days, on either side.</p>}
      {rows.length > 0 && differing.length === 0 && <p>Both sides agree about every payment that was compared.</p>}
      {differing.map((bucket) => (
        <Panel key={bucket} id={bucket} title={matchBucketTexts[bucket]}>
          <Rows bucket={bucket} rows={of(bucket)} {...shared} />
        </Panel>
      ))}
      {equal.length > 0 && (
        <details id="equal">
          <summary className="font-semibold">
            {matchBucketTexts.equal} ({equal.length.toLocaleString('en-US')})
          </summary>
          <div className="mt-2 grid gap-2">
            <Rows bucket="equal" rows={equal} {...shared} />
          </div>
        </details>
      )}
    </>
  )
}

function Rows({ bucket, rows, ...shared }: MoneyMatchListProps & { bucket: MatchBucket }) {
  return (
    <>
      <Table label={`Payments: ${matchBucketTexts[bucket]}`} className="text-xs">
        <thead>
          <tr>
            <TableHeadCell>Payment</TableHeadCell>
            <TableHeadCell>Order</TableHeadCell>
            <TableHeadCell className="text-right">{shared.provider.name}</TableHeadCell>
            <TableHeadCell className="text-right">Shop</TableHeadCell>
            <TableHeadCell>What is different</TableHeadCell>
            <TableHeadCell>What to do</TableHeadCell>
          </tr>
        </thead>
        <tbody>
          {rows.slice(0, mostRows).map((row) => (
            <MatchTableRow key={`${row.providerOrderId} ${row.orderNumber}`} row={row} {...shared} />
          ))}
        </tbody>
      </Table>
      {rows.length > mostRows && (
        <p className="text-muted">The newest {mostRows} are shown. Choose fewer days to see the others.</p>
      )}
    </>
  )
}
