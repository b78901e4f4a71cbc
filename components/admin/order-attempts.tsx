import { Money } from '@/components/ui/money'
import { Table, TableCell, TableHeadCell, TableRow } from '@/components/ui/table'
import type { AttemptView, WallClock } from '@/lib/back-office/model'
import { Identifier } from './facts'
import { Moment } from './moment'

const stateTexts: Record<string, string> = {
  creating: 'Being opened',
  open: 'Open to payment',
  failed: 'Could not be opened',
  superseded: 'Replaced by a later one',
  paid: 'Paid',
}

export function OrderAttempts({ attempts, wall }: { attempts: AttemptView[]; wall: WallClock }) {
  if (attempts.length === 0) return <p className="text-muted">No payment page was asked for yet.</p>
  return (
    <Table label="Attempts to pay" className="text-xs">
      <thead>
        <tr>
          <TableHeadCell>Attempt</TableHeadCell>
          <TableHeadCell>State</TableHeadCell>
          <TableHeadCell className="text-right">Asked</TableHeadCell>
          <TableHeadCell>Session</TableHeadCell>
          <TableHeadCell>Product</TableHeadCell>
        </tr>
      </thead>
      <tbody>
        {attempts.map((attempt) => (
          <TableRow key={attempt.number}>
            <TableCell>
              {attempt.number} <span className="text-muted">· {attempt.providerName}</span>
              <div className="text-muted">
                <Moment at={attempt.createdAt} wall={wall} />
              </div>
            </TableCell>
            <TableCell className="min-w-40">
              {stateTexts[attempt.state] ?? attempt.state}
              {attempt.failureCode && (
                <div className="text-bad">{attempt.failureDetail ?? attempt.failureCode.replaceAll('_', ' ')}</div>
              )}
            </TableCell>
            <TableCell className="text-right">
              <Money amountMinor={attempt.expectedMinor} currency={attempt.currency} />
              {attempt.discountCode && <div className="text-muted">{attempt.discountCode}</div>}
            </TableCell>
            <TableCell className="min-w-32">
              {attempt.providerSessionId ? <Identifier>{attempt.providerSessionId}</Identifier> : '–'}
            </TableCell>
            <TableCell className="min-w-32">
              {attempt.providerProductId ? <Identifier>{attempt.providerProductId}</Identifier> : '–'}
            </TableCell>
          </TableRow>
        ))}
      </tbody>
    </Table>
  )
}
