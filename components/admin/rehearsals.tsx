import Link from 'next/link'
import { Table, TableCell, TableHeadCell, TableRow } from '@/components/ui/table'
import type { Change, Rehearsal } from '@/lib/webhooks/model'
import { Box } from './panel'

/** What a replay of each delivery would change. */
export function Rehearsals({ rehearsals }: { rehearsals: Rehearsal[] }) {
  return (
    <ol className="grid gap-3">
      {rehearsals.map((rehearsal) => (
        <li key={rehearsal.eventId}>
          <OneRehearsal rehearsal={rehearsal} />
        </li>
      ))}
    </ol>
  )
}

function OneRehearsal({ rehearsal }: { rehearsal: Rehearsal }) {
  const { eventId, eventName, orderNumber, text, changes } = rehearsal
  return (
    <Box className="grid gap-2">
      <h2 className="flex flex-wrap gap-x-3 font-semibold text-sm">
        <Link href={`/admin/webhooks/${eventId}`} prefetch={false} className="quiet-link">
          Delivery {eventId}
        </Link>
        <span className="font-normal">{eventName ?? 'no event name'}</span>
        {orderNumber !== null && (
          <Link href={`/admin/orders/${orderNumber}`} prefetch={false} className="quiet-link font-normal">
            Order {orderNumber}
          </Link>
        )}
      </h2>
      <p>{text}</p>
      {changes.length > 0 ? (
        <Changes eventId={eventId} changes={changes} />
      ) : (
        <p className="text-muted text-xs">Order, stock, ledger and mails would stay as they are.</p>
      )}
    </Box>
  )
}

function Changes({ eventId, changes }: { eventId: number; changes: Change[] }) {
  return (
    <Table label={`What delivery ${eventId} would change`} className="text-xs">
      <thead>
        <tr>
          <TableHeadCell>What</TableHeadCell>
          <TableHeadCell>Before</TableHeadCell>
          <TableHeadCell>After</TableHeadCell>
        </tr>
      </thead>
      <tbody>
        {changes.map(({ part, name, before, after }) => (
          <TableRow key={`${part} ${name} ${after}`}>
            <TableCell>
              <span className="text-muted">{part}</span> {name}
            </TableCell>
            <TableCell className="max-w-96 break-words text-muted">{before}</TableCell>
            <TableCell className="max-w-96 break-words font-medium">{after}</TableCell>
          </TableRow>
        ))}
      </tbody>
    </Table>
  )
}
