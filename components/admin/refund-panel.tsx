import type { ReactNode } from 'react'
import { Input } from '@/components/ui/input'
import { Money } from '@/components/ui/money'
import type { RefundPanelView } from '@/lib/refunds/model'
import { currencyDigits, formatMoney, toMajorText } from '@/lib/shared/money'
import { Identifier } from './facts'
import { Box } from './panel'
import { ReasonField } from './reason-field'
import { RefundHidden, RestockField } from './refund-fields'
import { SubmitButton } from './submit-button'

type RefundPanelProps = {
  orderNumber: number
  panel: RefundPanelView
  /** New with every page, so that one form is one refund however often it is sent. */
  requestKey: string
  action: (form: FormData) => Promise<void>
}

const reasonHint = 'It goes to the provider with the refund and stays in the timeline.'

/** What can be given back, in four forms that work before JavaScript. */
export function RefundPanel(props: RefundPanelProps) {
  const { panel } = props
  const canRefund = panel.leftMinor > 0
  if (!canRefund && panel.oneTooMany.length === 0) return <p className="text-muted">There is nothing left to refund.</p>
  return (
    <div className="grid gap-3">
      {panel.oneTooMany.map((payment) => (
        <OneTooMany key={payment.paymentId} payment={payment} {...props} />
      ))}
      {canRefund && <Left panel={panel} />}
      {canRefund && (panel.elsewhere ? <p>{panel.elsewhere}</p> : <Forms {...props} />)}
    </div>
  )
}

function Forms(props: RefundPanelProps) {
  const { panel } = props
  return (
    <>
      <WholeForm {...props} />
      {panel.lines.some((line) => line.leftMinor > 0) && <LinesForm {...props} />}
      {!panel.isPartlyPaid && <AmountForm {...props} />}
    </>
  )
}

function Left({ panel }: { panel: RefundPanelView }) {
  const { currency, leftMinor, leftTaxMinor } = panel
  return (
    <p>
      Up to <Money amountMinor={leftMinor} currency={currency} className="font-semibold" /> can go back
      {leftTaxMinor !== null && leftTaxMinor > 0 && (
        <>
          , <Money amountMinor={leftTaxMinor} currency={currency} /> of it tax
        </>
      )}
      .
    </p>
  )
}

type OneTooManyProps = RefundPanelProps & { payment: RefundPanelView['oneTooMany'][number] }

function OneTooMany({ payment, panel, orderNumber, requestKey, action }: OneTooManyProps) {
  const amount = formatMoney({ amountMinor: payment.leftMinor, currency: panel.currency })
  return (
    <Box className="grid gap-2 border-warn/40 bg-warn-soft">
      <p>
        Payment <Identifier>{payment.providerOrderId}</Identifier> pays for nothing in this order.
      </p>
      {payment.elsewhere ? (
        <p>
          {amount} is to go back. {payment.elsewhere}
        </p>
      ) : (
        <form action={action}>
          <RefundHidden
            currency={panel.currency}
            orderNumber={orderNumber}
            requestKey={`${requestKey}-${payment.paymentId}`}
            kind="payment"
          />
          <input type="hidden" name="paymentId" value={payment.paymentId} />
          <input type="hidden" name="reason" value="This payment was one too many." />
          <SubmitButton look="primary" size="small">
            Refund it ({amount})
          </SubmitButton>
        </form>
      )}
    </Box>
  )
}

function Fold({ title, children }: { title: string; children: ReactNode }) {
  return (
    <details className="rounded-md border border-line-strong">
      <summary className="flex min-h-8 items-center justify-center rounded-md px-3 py-1 text-center font-semibold hover:bg-sunken">
        {title}
      </summary>
      {children}
    </details>
  )
}

const formStyle = 'grid gap-3 border-line border-t p-3'

function WholeForm({ panel, orderNumber, requestKey, action }: RefundPanelProps) {
  const amount = formatMoney({ amountMinor: panel.leftMinor, currency: panel.currency })
  return (
    <Fold title={`Refund all that is left, ${amount}`}>
      <form action={action} className={formStyle}>
        <RefundHidden
          currency={panel.currency}
          orderNumber={orderNumber}
          requestKey={`${requestKey}-whole`}
          kind="whole"
        />
        <ReasonField id="refund-whole" hint={reasonHint} maxLength={300} />
        <RestockField checked={!panel.isShipped} />
        <SubmitButton look="danger" size="small">
          Refund {amount}
        </SubmitButton>
      </form>
    </Fold>
  )
}

function LinesForm({ panel, orderNumber, requestKey, action }: RefundPanelProps) {
  return (
    <Fold title="Refund items">
      <form action={action} className={formStyle}>
        <RefundHidden
          currency={panel.currency}
          orderNumber={orderNumber}
          requestKey={`${requestKey}-lines`}
          kind="lines"
        />
        <ul className="grid gap-2">
          {panel.lines.map((line) => (
            <LineField key={line.id} line={line} panel={panel} />
          ))}
        </ul>
        <ReasonField id="refund-lines" hint={reasonHint} maxLength={300} />
        <RestockField checked={!panel.isShipped} />
        <SubmitButton look="danger" size="small">
          Refund these items
        </SubmitButton>
      </form>
    </Fold>
  )
}

function LineField({ line, panel }: { line: RefundPanelView['lines'][number]; panel: RefundPanelView }) {
  const { currency, isPartlyPaid } = panel
  return (
    <li className="flex items-center justify-between gap-3">
      <label htmlFor={`refund-line-${line.id}`} className="min-w-0 text-sm">
        <span className="block break-words font-medium">{line.name}</span>
        <span className="text-muted text-xs">
          {line.leftUnits} of them, <Money amountMinor={line.leftMinor} currency={currency} /> with tax; each{' '}
          <Money amountMinor={line.nextUnitMinor} currency={currency} />
        </span>
      </label>
      <Input
        id={`refund-line-${line.id}`}
        type="number"
        name={`line-${line.id}`}
        min={0}
        max={line.leftUnits}
        step={isPartlyPaid ? line.leftUnits : 1}
        defaultValue={0}
        className="min-h-9 w-20 px-2 py-1 text-right tabular-nums md:text-sm"
      />
    </li>
  )
}

function AmountForm({ panel, orderNumber, requestKey, action }: RefundPanelProps) {
  const { currency, leftMinor } = panel
  return (
    <Fold title="Refund an amount">
      <form action={action} className={formStyle}>
        <RefundHidden
          currency={panel.currency}
          orderNumber={orderNumber}
          requestKey={`${requestKey}-amount`}
          kind="amount"
        />
        <div className="grid gap-1">
          <label htmlFor="refund-amount" className="font-medium text-xs">
            Amount in {currency}, tax included
          </label>
          <Input
            id="refund-amount"
            type="number"
            name="amount"
            inputMode="decimal"
            required
            min={toMajorText({ amountMinor: 1, currency })}
            max={toMajorText({ amountMinor: leftMinor, currency })}
            step={(10 ** -currencyDigits(currency)).toFixed(currencyDigits(currency))}
            aria-describedby="refund-amount-hint"
            className="min-h-9 px-2 py-1 tabular-nums md:text-sm"
          />
          <p id="refund-amount-hint" className="text-muted text-xs">
            At most {formatMoney({ amountMinor: leftMinor, currency })}. No item goes back on the shelf by it.
          </p>
        </div>
        <ReasonField id="refund-part" hint={reasonHint} maxLength={300} />
        <SubmitButton look="danger" size="small">
          Refund this amount
        </SubmitButton>
      </form>
    </Fold>
  )
}
