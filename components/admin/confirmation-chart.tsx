import Link from 'next/link'
import { cn } from '@/components/ui/class-names'
import { Table, TableCell, TableHeadCell, TableRow } from '@/components/ui/table'
import { type Confirmations, type ConfirmationWay, confirmationDays, confirmationWayTexts } from '@/lib/rescue/model'

const rowHeight = 28
const barHeight = 14
const labelWidth = 130
const barWidth = 250

/** How paid orders were learned of: as bars for the eye, and as a table for everybody. */
export function ConfirmationChart({ confirmations }: { confirmations: Confirmations }) {
  const { days, orderCount, ways } = confirmations
  return (
    <div className="grid gap-3">
      <Days days={days} />
      {orderCount === 0 ? (
        <p className="text-muted">No order was paid in the last {days} days.</p>
      ) : (
        <div className="grid grid-cols-[minmax(0,1fr)] items-start gap-4 lg:grid-cols-2">
          <Bars ways={ways} />
          <Figures ways={ways} orderCount={orderCount} />
        </div>
      )}
    </div>
  )
}

function Days({ days }: { days: number }) {
  return (
    <nav aria-label="Period" className="flex gap-3 text-xs">
      {confirmationDays.map((one) => (
        <Link
          key={one}
          href={`/admin/rescue?days=${one}#confirmed`}
          prefetch={false}
          aria-current={one === days ? 'true' : undefined}
          className={cn('py-1 text-muted underline-offset-4', one === days && 'font-semibold text-ink underline')}
        >
          Last {one} days
        </Link>
      ))}
    </nav>
  )
}

function Bars({ ways }: { ways: ConfirmationWay[] }) {
  const most = Math.max(...ways.map(({ count }) => count), 1)
  return (
    <svg
      viewBox={`0 0 ${labelWidth + barWidth + 50} ${ways.length * rowHeight}`}
      aria-hidden="true"
      className="w-full max-w-lg rounded-md border border-line bg-surface p-3 text-ink"
    >
      {ways.map(({ way, count }, index) => {
        const top = index * rowHeight + (rowHeight - barHeight) / 2
        const length = (count / most) * barWidth
        return (
          <g key={way} fontSize={12} fill="currentColor">
            <text x={0} y={top + barHeight - 3}>
              {confirmationWayTexts[way]}
            </text>
            <rect
              x={labelWidth}
              y={top}
              width={Math.max(length, count > 0 ? 2 : 0)}
              height={barHeight}
              rx={2}
              className="fill-accent"
            />
            <text x={labelWidth + length + 8} y={top + barHeight - 3}>
              {count}
            </text>
          </g>
        )
      })}
    </svg>
  )
}

const secondsText = (seconds: number | null): string => {
  if (seconds === null) return '–'
  if (seconds < 120) return `${seconds < 10 ? seconds.toFixed(1) : Math.round(seconds)} s`
  return seconds < 7_200 ? `${Math.round(seconds / 60)} min` : `${Math.round(seconds / 3_600)} h`
}

function Figures({ ways, orderCount }: { ways: ConfirmationWay[]; orderCount: number }) {
  return (
    <Table label="Confirmed orders in figures" className="text-xs">
      <thead>
        <tr>
          <TableHeadCell>Learned from</TableHeadCell>
          <TableHeadCell className="text-right">Orders</TableHeadCell>
          <TableHeadCell className="text-right">Share</TableHeadCell>
          <TableHeadCell className="text-right">Half within</TableHeadCell>
          <TableHeadCell className="text-right">95 % within</TableHeadCell>
        </tr>
      </thead>
      <tbody>
        {ways.map(({ way, count, medianSeconds, slowSeconds }) => (
          <TableRow key={way}>
            <TableCell>{confirmationWayTexts[way]}</TableCell>
            <TableCell className="text-right">{count}</TableCell>
            <TableCell className="text-right">{Math.round((count / orderCount) * 100)} %</TableCell>
            <TableCell className="text-right">{secondsText(medianSeconds)}</TableCell>
            <TableCell className="text-right">{secondsText(slowSeconds)}</TableCell>
          </TableRow>
        ))}
      </tbody>
    </Table>
  )
}
