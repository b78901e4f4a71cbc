import Link from 'next/link'
import { Table, TableCell, TableHeadCell, TableRow } from '@/components/ui/table'
import type { WallClock } from '@/lib/back-office/model'
import type { MailRow } from '@/lib/mail/model'
import { MailStatePill, mailKindText } from './mail-words'
import { Moment } from './moment'

const wide = 'hidden md:table-cell'

export function MailsTable({ rows, wall }: { rows: MailRow[]; wall: WallClock }) {
  return (
    <Table label="Mails" className="text-xs">
      <thead>
        <tr>
          <TableHeadCell>Mail</TableHeadCell>
          <TableHeadCell>Order</TableHeadCell>
          <TableHeadCell className={wide}>To</TableHeadCell>
          <TableHeadCell>State</TableHeadCell>
          <TableHeadCell className={wide}>Written</TableHeadCell>
          <TableHeadCell className={wide}>Sent</TableHeadCell>
          <TableHeadCell className={`${wide} text-right`}>Tries</TableHeadCell>
        </tr>
      </thead>
      <tbody>
        {rows.map((mail) => (
          <Row key={mail.id} mail={mail} wall={wall} />
        ))}
      </tbody>
    </Table>
  )
}

function Row({ mail, wall }: { mail: MailRow; wall: WallClock }) {
  return (
    <TableRow className="hover:bg-sunken">
      <TableCell>
        <Link href={`/admin/mails/${mail.id}`} prefetch={false} className="quiet-link font-semibold">
          {mailKindText(mail.kind)}
        </Link>
        <div className="max-w-40 truncate text-muted md:hidden">{mail.toAddress}</div>
        <div className="text-muted md:hidden">
          <Moment at={mail.createdAt} wall={wall} />
        </div>
      </TableCell>
      <TableCell>
        <Link href={`/admin/orders/${mail.orderNumber}`} prefetch={false} className="quiet-link">
          {mail.orderNumber}
        </Link>
      </TableCell>
      <TableCell className={`${wide} max-w-72 truncate`}>{mail.toAddress}</TableCell>
      <TableCell>
        <MailStatePill state={mail.state} />
        {mail.lastError && <div className="mt-1 max-w-72 break-words text-bad">{mail.lastError}</div>}
      </TableCell>
      <TableCell className={wide}>
        <Moment at={mail.createdAt} wall={wall} />
      </TableCell>
      <TableCell className={wide}>{mail.sentAt ? <Moment at={mail.sentAt} wall={wall} /> : '–'}</TableCell>
      <TableCell className={`${wide} text-right`}>{mail.tries}</TableCell>
    </TableRow>
  )
}
