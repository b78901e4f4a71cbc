import { Money } from '@/components/ui/money'
import { Picture } from '@/components/ui/picture'
import { Table, TableCell, TableHeadCell, TableRow } from '@/components/ui/table'
import type { OrderDetail } from '@/lib/back-office/model'

const wide = 'hidden sm:table-cell'

export function OrderLines({ order }: { order: OrderDetail }) {
  const { currency } = order
  return (
    <Table label="Lines and total" className="text-xs">
      <thead>
        <tr>
          <TableHeadCell>Item</TableHeadCell>
          <TableHeadCell className={`${wide} text-right`}>Price</TableHeadCell>
          <TableHeadCell className={`${wide} text-right`}>Quantity</TableHeadCell>
          <TableHeadCell className="text-right">Sum</TableHeadCell>
        </tr>
      </thead>
      <tbody>
        {order.lines.map((line) => (
          <Line key={line.sku} line={line} currency={currency} />
        ))}
      </tbody>
      <tfoot className="border-line border-t">
        {order.discountMinor > 0 && (
          <>
            <Sum name="Items" amountMinor={order.subtotalMinor} currency={currency} />
            <Sum name={`Discount ${order.discountCode ?? ''}`} amountMinor={-order.discountMinor} currency={currency} />
          </>
        )}
        <Sum name="Total before tax" amountMinor={order.totalMinor} currency={currency} strong />
      </tfoot>
    </Table>
  )
}

function Line({ line, currency }: { line: OrderDetail['lines'][number]; currency: string }) {
  return (
    <TableRow>
      <TableCell className="min-w-40">
        <div className="flex items-start gap-3">
          {line.imageSrc && (
            <span className="hidden shrink-0 sm:block">
              <Picture src={line.imageSrc} alt="" width={40} height={40} className="size-10 rounded-md" />
            </span>
          )}
          <div className="grid min-w-0">
            <span className="font-medium">{line.productName}</span>
            {line.optionsText && <span>{line.optionsText}</span>}
            <span className="sm:hidden">
              {line.quantity} × <Money amountMinor={line.unitPriceMinor} currency={currency} />
            </span>
            <span className="text-muted">
              {line.sku}
              {line.kind === 'digital' && ' · digital'}
              {line.fulfilledAt && ' · fulfilled'}
            </span>
          </div>
        </div>
      </TableCell>
      <TableCell className={`${wide} text-right`}>
        <Money amountMinor={line.unitPriceMinor} currency={currency} />
      </TableCell>
      <TableCell className={`${wide} text-right`}>{line.quantity}</TableCell>
      <TableCell className="text-right">
        <Money amountMinor={line.totalMinor} currency={currency} />
      </TableCell>
    </TableRow>
  )
}

type SumProps = { name: string; amountMinor: number; currency: string; strong?: boolean }

function Sum({ name, amountMinor, currency, strong }: SumProps) {
  return (
    <tr className={strong ? 'font-semibold text-sm' : undefined}>
      <th scope="row" className="px-3 py-1.5 text-left font-[inherit]">
        {name}
      </th>
      <td className={wide} />
      <td className={wide} />
      <td className="px-3 py-1.5 text-right">
        <Money amountMinor={amountMinor} currency={currency} />
      </td>
    </tr>
  )
}
