import Link from 'next/link'
import { LinkButton } from '@/components/ui/link-button'
import { Money } from '@/components/ui/money'
import { TableCell, TableRow } from '@/components/ui/table'
import type { WallClock } from '@/lib/back-office/model'
import type { MatchPeriod, MatchRow, MatchSide } from '@/lib/reconciliation/model'
import { Identifier } from './facts'
import { Moment } from './moment'
import { SubmitButton } from './submit-button'

export type MatchedProvider = { id: string; name: string }

export type LookAgain = (form: FormData) => Promise<void>

type MatchTableRowProps = {
  row: MatchRow
  period: MatchPeriod
  provider: MatchedProvider
  wall: WallClock
  lookAgain: LookAgain
}

export function MatchTableRow({ row, period, provider, wall, lookAgain }: MatchTableRowProps) {
  return (
    <TableRow>
      <TableCell className="max-w-48">
        {row.providerOrderId ? <Identifier>{row.providerOrderId}</Identifier> : 'By hand'}
        {row.at && (
          <div className="text-muted">
            <Moment at={row.at} wall={wall} />
          </div>
        )}
      </TableCell>
      <TableCell>
        {row.orderNumber === null ? (
          '–'
        ) : (
          <Link href={`/admin/orders/${row.orderNumber}`} prefetch={false} className="quiet-link font-semibold">
            {row.orderNumber}
          </Link>
        )}
      </TableCell>
      <TableCell className="text-right">
        <Side side={row.there} />
      </TableCell>
      <TableCell className="text-right">
        <Side side={row.here} />
      </TableCell>
      <TableCell className="min-w-48">{row.text}</TableCell>
      <TableCell>
        <Fix row={row} period={period} provider={provider} lookAgain={lookAgain} />
      </TableCell>
    </TableRow>
  )
}

function Side({ side }: { side: MatchSide | null }) {
  if (!side) return '–'
  const { currency, grossMinor, refundedMinor } = side
  return (
    <>
      <Money amountMinor={grossMinor} currency={currency} />
      {refundedMinor !== null && refundedMinor > 0 && (
        <div className="text-muted">
          −<Money amountMinor={refundedMinor} currency={currency} />
        </div>
      )}
    </>
  )
}

function Fix({ row, period, provider, lookAgain }: Omit<MatchTableRowProps, 'wall'>) {
  const subject = row.providerOrderId ?? `order ${row.orderNumber}`
  switch (row.fix) {
    case 'none':
      return <span className="text-muted">Nothing</span>
    case 'check':
      return (
        <form action={lookAgain}>
          <input type="hidden" name="providerOrderId" value={row.providerOrderId ?? ''} />
          <input type="hidden" name="provider" value={provider.id} />
          <input type="hidden" name="from" value={period.fromDay} />
          <input type="hidden" name="to" value={period.toDay} />
          <SubmitButton size="small" aria-label={`Check again: ${subject}`}>
            Check again
          </SubmitButton>
        </form>
      )
    case 'rescue':
      return (
        <LinkButton href="/admin/rescue" prefetch={false} size="small" aria-label={`Find its order: ${subject}`}>
          Find its order
        </LinkButton>
      )
    case 'refund':
      return (
        <LinkButton
          href={`/admin/orders/${row.orderNumber}#refunds`}
          prefetch={false}
          size="small"
          aria-label={`Refund it: ${subject}`}
        >
          Refund it
        </LinkButton>
      )
    case 'decide':
      return (
        <LinkButton
          href={`/admin/orders/${row.orderNumber}`}
          prefetch={false}
          size="small"
          aria-label={`Open the order: ${subject}`}
        >
          Open the order
        </LinkButton>
      )
  }
}
