import type { ReactNode } from 'react'
import { cn } from '@/components/ui/class-names'
import { Money } from '@/components/ui/money'
import { Picture } from '@/components/ui/picture'
import type { OrderLineView, ShopperOrder } from '@/lib/orders/model'

function Line({ line, currency }: { line: OrderLineView; currency: string }) {
  return (
    <li className="grid grid-cols-[3.5rem_1fr_auto] items-start gap-3 border-line border-t py-3 first:border-t-0">
      {line.imageSrc ? (
        <Picture src={line.imageSrc} alt="" width={56} height={56} className="size-14 rounded-md" />
      ) : (
        <span className="size-14 rounded-md bg-sunken" />
      )}
      <div className="min-w-0">
        <p className="font-medium">{line.productName}</p>
        <p className="text-muted text-sm">
          <Terms line={line} currency={currency} />
        </p>
      </div>
      <Money amountMinor={line.totalMinor} currency={currency} />
    </li>
  )
}

/** What begins with nothing to pay is told by its terms alone. */
function Terms({ line, currency }: { line: OrderLineView; currency: string }) {
  if (line.unitPriceMinor === 0 && line.optionsText) return line.optionsText
  return (
    <>
      {line.optionsText && `${line.optionsText}\u00a0· `}
      {line.quantity} × <Money amountMinor={line.unitPriceMinor} currency={currency} />
    </>
  )
}

/** The lines of an order or a cart, as they are charged. */
export function OrderLines({ lines, currency }: { lines: OrderLineView[]; currency: string }) {
  return (
    <ul>
      {lines.map((line) => (
        <Line key={`${line.productSlug} ${line.optionsText}`} line={line} currency={currency} />
      ))}
    </ul>
  )
}

function Figure({ label, strong, children }: { label: string; strong?: boolean; children: ReactNode }) {
  return (
    <div
      className={cn('flex items-baseline justify-between gap-4 py-1', strong ? 'font-semibold text-lg' : 'text-muted')}
    >
      <dt>{label}</dt>
      <dd>{children}</dd>
    </div>
  )
}

type Figures = Pick<
  ShopperOrder,
  'currency' | 'subtotalMinor' | 'discountMinor' | 'totalMinor' | 'taxMinor' | 'grossMinor' | 'refundedMinor'
>

/** What the order costs, and what was paid once that is known. */
export function OrderFigures({ order }: { order: Figures }) {
  const { currency, grossMinor, taxMinor } = order
  const money = (amountMinor: number) => <Money amountMinor={amountMinor} currency={currency} />
  return (
    <dl className="border-line border-t pt-3">
      {order.discountMinor > 0 && (
        <>
          <Figure label="Items">{money(order.subtotalMinor)}</Figure>
          <Figure label="Discount">{money(-order.discountMinor)}</Figure>
        </>
      )}
      {grossMinor !== null && taxMinor !== null && taxMinor > 0 && (
        <>
          <Figure label="Before tax">{money(grossMinor - taxMinor)}</Figure>
          <Figure label="Tax">{money(taxMinor)}</Figure>
        </>
      )}
      {grossMinor === null ? (
        <Figure label="Total before tax" strong>
          {money(order.totalMinor)}
        </Figure>
      ) : (
        <Figure label="Paid" strong>
          {money(grossMinor)}
        </Figure>
      )}
      {order.refundedMinor > 0 && <Figure label="Refunded">{money(-order.refundedMinor)}</Figure>}
    </dl>
  )
}

function Fact({ label, wide, children }: { label: string; wide?: boolean; children: ReactNode }) {
  return (
    <div className={cn('min-w-0', wide && 'max-sm:col-span-2')}>
      <dt className="text-muted text-sm">{label}</dt>
      <dd className="break-words">{children}</dd>
    </div>
  )
}

type OrderReceiptProps = { order: ShopperOrder; placed: ReactNode; paid: ReactNode | null }

/** An order as its link shows it: numbers, lines and totals, and to its own shopper where it goes. */
export function OrderReceipt({ order, placed, paid }: OrderReceiptProps) {
  return (
    <section aria-labelledby="receipt" className="rounded-md border border-line bg-surface p-5 sm:p-6">
      <h2 id="receipt" className="text-xl">
        {order.receiptNumber === null ? 'Your order' : 'Receipt'}
      </h2>
      <dl className="mt-3 mb-4 grid grid-cols-2 gap-x-4 gap-y-3 border-line border-b pb-4 tabular-nums">
        <Fact label="Order number">{order.number}</Fact>
        {order.receiptNumber !== null && <Fact label="Receipt number">{order.receiptNumber}</Fact>}
        <Fact label="Placed">{placed}</Fact>
        {paid && <Fact label="Paid">{paid}</Fact>}
        <Fact label="E-mail" wide>
          {order.contact?.email ?? order.maskedEmail}
        </Fact>
        {order.contact?.address && (
          <Fact label="Delivery address" wide>
            {<Delivery contact={order.contact} />}
          </Fact>
        )}
      </dl>
      <OrderLines lines={order.lines} currency={order.currency} />
      <OrderFigures order={order} />
    </section>
  )
}

function Delivery({ contact }: { contact: NonNullable<ShopperOrder['contact']> }) {
  const { name, address } = contact
  if (!address) return null
  const country = new Intl.DisplayNames('en', { type: 'region' }).of(address.country) ?? address.country
  const town = [address.city, address.region, address.postalCode].filter(Boolean).join(', ')
  return (
    <address className="not-italic">
      {[name, address.line1, address.line2, town, country].filter(Boolean).map((line) => (
        <span key={line} className="block">
          {line}
        </span>
      ))}
    </address>
  )
}
