import { Money } from '@/components/ui/money'
import { Table, TableCell, TableHeadCell, TableRow } from '@/components/ui/table'
import { type MatchBucket, type MatchRow, matchBuckets, matchBucketTexts, totalsOf } from '@/lib/reconciliation/model'

const number = 'text-right'

/** How many payments each bucket holds, and what they come to on either side. */
export function MatchTotals({ rows, providerName }: { rows: MatchRow[]; providerName: string }) {
  return (
    <div className="max-w-2xl">
      <Table label="Totals" className="text-xs">
        <thead>
          <tr>
            <TableHeadCell>Payments</TableHeadCell>
            <TableHeadCell className={number}>Count</TableHeadCell>
            <TableHeadCell className={number}>{providerName}</TableHeadCell>
            <TableHeadCell className={number}>Shop</TableHeadCell>
          </tr>
        </thead>
        <tbody>
          {matchBuckets.map((bucket) => (
            <BucketRow key={bucket} bucket={bucket} rows={rows.filter((row) => row.bucket === bucket)} />
          ))}
        </tbody>
      </Table>
    </div>
  )
}

function BucketRow({ bucket, rows }: { bucket: MatchBucket; rows: MatchRow[] }) {
  const totals = totalsOf(rows)
  return (
    <TableRow>
      <TableCell className="font-medium">
        {rows.length > 0 ? <a href={`#${bucket}`}>{matchBucketTexts[bucket]}</a> : matchBucketTexts[bucket]}
      </TableCell>
      <TableCell className={number}>{rows.length.toLocaleString('en-US')}</TableCell>
      <TableCell className={number}>
        {totals.length === 0 && '–'}
        {totals.map(({ currency, thereMinor }) => (
          <div key={currency}>
            <Money amountMinor={thereMinor} currency={currency} />
          </div>
        ))}
      </TableCell>
      <TableCell className={number}>
        {totals.length === 0 && '–'}
        {totals.map(({ currency, hereMinor }) => (
          <div key={currency}>
            <Money amountMinor={hereMinor} currency={currency} />
          </div>
        ))}
      </TableCell>
    </TableRow>
  )
}
