import Link from 'next/link'
import { Table, TableCell, TableHeadCell, TableRow } from '@/components/ui/table'
import type { WallClock } from '@/lib/back-office/model'
import type { OrderMailView } from '@/lib/mail/model'
import { MailStatePill, mailKindText } from './mail-words'
import { Moment } from './moment'

export function OrderMails({ mails, wall }: { mails: OrderMailView[]; wall: WallClock }) {
  if (mails.length === 0) return <p className="text-muted">No mail was written for this order yet.</p>
  return (
    <Table label="Mails of this order" className="text-xs">
      <thead>
        <tr>
          <TableHeadCell>Mail</TableHeadCell>
          <TableHeadCell className="hidden sm:table-cell">To</TableHeadCell>
          <TableHeadCell>State</TableHeadCell>
          <TableHeadCell>Written</TableHeadCell>
        </tr>
      </thead>
      <tbody>
        {mails.map((mail) => (
          <TableRow key={mail.id}>
            <TableCell>
              <Link href={`/admin/mails/${mail.id}`} prefetch={false} className="quiet-link font-medium">
                {mailKindText(mail.kind)}
              </Link>
            </TableCell>
            <TableCell className="hidden max-w-56 truncate sm:table-cell">{mail.toAddress}</TableCell>
            <TableCell>
              <MailStatePill state={mail.state} />
            </TableCell>
            <TableCell>
              <Moment at={mail.createdAt} wall={wall} />
            </TableCell>
          </TableRow>
        ))}
      </tbody>
    </Table>
  )
}
