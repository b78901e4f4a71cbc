import { Money } from '@/components/ui/money'
import { Pill, type PillShape, type PillTone } from '@/components/ui/pill'
import type { PaymentView, WallClock } from '@/lib/back-office/model'
import { Facts, Identifier } from './facts'
import { Moment } from './moment'
import { Box } from './panel'

const verdicts: Record<string, { text: string; tone: PillTone; shape: PillShape }> = {
  settles: { text: 'Pays this order', tone: 'good', shape: 'dot' },
  late: { text: 'Came late', tone: 'warn', shape: 'triangle' },
  duplicate: { text: 'Paid again', tone: 'warn', shape: 'triangle' },
  mismatch: { text: 'Does not match', tone: 'bad', shape: 'cross' },
  unmatched: { text: 'Not matched', tone: 'bad', shape: 'cross' },
}

const figureTexts: Record<string, string> = {
  gross: 'Paid, tax included',
  tax: 'Tax',
  fee: 'Provider’s fee',
  net: 'Net, to be paid out',
  discount: 'Discount',
}

const sourceTexts: Record<string, string> = {
  webhook: 'from the webhook',
  api: 'from the provider’s API',
  expected: 'as the shop expected it',
}

const confirmedTexts: Record<string, string> = {
  webhook: 'Webhook',
  return_check: 'Check after the shopper came back',
  sweep: 'Background check',
  merchant: 'A merchant, by hand',
}

export const confirmedText = (by: string): string => confirmedTexts[by] ?? by

export function OrderPayments({ payments, wall }: { payments: PaymentView[]; wall: WallClock }) {
  if (payments.length === 0) return <p className="text-muted">No payment has been recorded.</p>
  return payments.map((payment) => <Payment key={payment.id} payment={payment} wall={wall} />)
}

function Payment({ payment, wall }: { payment: PaymentView; wall: WallClock }) {
  const verdict = verdicts[payment.verdict] ?? { text: payment.verdict, tone: 'neutral', shape: 'ring' }
  return (
    <Box className="grid gap-3">
      <div className="flex flex-wrap items-center gap-x-3 gap-y-1">
        <Pill tone={verdict.tone} shape={verdict.shape}>
          {verdict.text}
        </Pill>
        <Identifier>{payment.providerOrderId}</Identifier>
        <span className="text-muted text-xs">
          {payment.providerName}, {payment.mode} mode · <Moment at={payment.recordedAt} wall={wall} />
        </span>
      </div>
      {payment.difference && <p className="text-bad">{payment.difference}</p>}
      <Figures payment={payment} />
      <Facts
        facts={[
          { name: 'Confirmed by', value: confirmedText(payment.confirmedBy) },
          { name: 'Buyer’s e-mail', value: payment.buyerEmail },
          ...payment.details.map((detail) => ({ name: detail.label, value: <Detail {...detail} /> })),
        ]}
      />
    </Box>
  )
}

function Detail({ value, href }: PaymentView['details'][number]) {
  if (!href) return value
  return (
    <a href={href} rel="noreferrer" target="_blank" className="quiet-link">
      {value}
    </a>
  )
}

function Figures({ payment }: { payment: PaymentView }) {
  const { currency, refundedMinor } = payment
  return (
    <table className="w-full max-w-lg text-xs tabular-nums">
      <caption className="sr-only">Figures of this payment and where they came from</caption>
      <tbody>
        {payment.figures.map(({ name, figure }) => (
          <tr key={name} className="border-line border-b last:border-b-0">
            <th scope="row" className="py-1 pr-3 text-left font-normal">
              {figureTexts[name] ?? name}
            </th>
            <td className="py-1 pr-3 text-right font-medium">
              {figure.amountMinor === null ? (
                <span className="font-normal text-muted">not known</span>
              ) : (
                <Money amountMinor={figure.amountMinor} currency={currency} />
              )}
            </td>
            <td className="py-1 text-muted">
              {figure.amountMinor !== null && figure.from && (sourceTexts[figure.from] ?? figure.from)}
            </td>
          </tr>
        ))}
        {refundedMinor > 0 && (
          <tr>
            <th scope="row" className="py-1 pr-3 text-left font-normal">
              Refunded
            </th>
            <td className="py-1 pr-3 text-right font-medium">
              <Money amountMinor={refundedMinor} currency={currency} />
            </td>
            <td />
          </tr>
        )}
      </tbody>
    </table>
  )
}
