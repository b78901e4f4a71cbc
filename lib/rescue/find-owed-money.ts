import 'server-only'
import { rows, sql } from '@/lib/db'
import { claimSql } from '@/lib/ledger/read-standing'
import { isAgreed, type OrderStatus, type PaymentVerdict } from '@/lib/orders/model'
import type { Mode, ProviderId } from '@/lib/payments/contract/provider-id'
import { findProvider } from '@/lib/payments/providers'
import { refundOfPeriod } from '@/lib/subscriptions/periods'
import type { RescueItem } from './model'
import { modeMark, ofMode } from './shown-modes'

type Owed = {
  id: number
  provider: ProviderId
  mode: Mode
  verdict: PaymentVerdict
  providerOrderId: string
  currency: string
  leftMinor: number
  difference: string | null
  refundFailure: string | null
  recordedAt: Date
  orderNumber: number | null
  orderStatus: OrderStatus | null
}

/** Money that pays for nothing: what came too much, what differs, what came for goods that were gone, what nobody explains. */
const readOwed = () =>
  rows<Owed>(sql`
    with candidates as (
      select p.id from payments p where p.verdict in ('duplicate', 'mismatch', 'unmatched')
      union select p.id from orders o join payments p on p.order_id = o.id where o.status = 'needs_review')
    select p.id, p.provider, p.mode, p.verdict, p.provider_order_id as "providerOrderId", p.currency, p.difference,
      p.gross_minor - p.refunded_minor as "leftMinor", p.recorded_at as "recordedAt",
      o.number as "orderNumber", o.status as "orderStatus",
      (select coalesce(r.failure, 'no reason was given') from refunds r
        where r.payment_id = p.id and r.state = 'failed' order by r.id desc limit 1) as "refundFailure"
    from candidates c join payments p on p.id = c.id left join orders o on o.id = p.order_id
    where ${ofMode(sql`p.mode`)} and p.gross_minor > p.refunded_minor and (${claimSql}) <> 'earned'
      and (p.verdict not in ('settles', 'late') or o.status = 'needs_review')
      and not exists (select from refunds r where r.payment_id = p.id and r.state in ('requested', 'pending', 'unknown')
        having coalesce(sum(r.amount_minor), 0) >= p.gross_minor - p.refunded_minor)
    order by p.id`)

function describe({ verdict, orderStatus, difference }: Owed): Pick<RescueItem, 'kind' | 'sentence'> {
  if (verdict === 'unmatched')
    return { kind: 'unmatched', sentence: difference ?? 'No order of this shop explains this payment.' }
  if (isAgreed({ verdict }))
    return { kind: 'sold_out', sentence: 'The money came when the goods were gone. It is owed back to the buyer.' }
  if (verdict === 'mismatch' && orderStatus === 'needs_review')
    return { kind: 'mismatch', sentence: `It is not what was asked: ${difference ?? 'the figures differ'}.` }
  return {
    kind: 'paid_twice',
    sentence: 'This payment came on top of what the order has. It is owed back to the buyer.',
  }
}

type Choice = { isChoice: boolean; isElsewhere: boolean }

function actionOn({ id, provider, orderNumber }: Owed, { isChoice, isElsewhere }: Choice): RescueItem['action'] {
  if (isChoice) return { do: 'open', path: `/admin/orders/${orderNumber}`, text: 'Decide at the order' }
  if (!isElsewhere) return { do: 'refund', paymentId: id, orderNumber }
  if (orderNumber !== null) return { do: 'open', path: `/admin/orders/${orderNumber}#refunds`, text: 'See the order' }
  return { do: 'open', path: `/admin/money?provider=${provider}`, text: 'Look at the money' }
}

function toItem(owed: Owed): RescueItem {
  const { id, orderNumber, providerOrderId, leftMinor, currency } = owed
  const told = describe(owed)
  const isChoice = told.kind === 'mismatch' && orderNumber !== null
  const elsewhere = findProvider(owed.provider)?.words.refundsElsewhere ?? refundOfPeriod(providerOrderId)
  const failure = owed.refundFailure ? ` A refund of it failed: ${owed.refundFailure}` : ''
  return {
    ...told,
    sentence: [`${told.sentence}${failure}`, elsewhere].filter(Boolean).join(' '),
    key: `${told.kind}:${id}`,
    subject: `Payment ${providerOrderId}${modeMark(owed.mode)}`,
    orderNumber,
    since: owed.recordedAt,
    atRisk: { amountMinor: leftMinor, currency },
    action: actionOn(owed, { isChoice, isElsewhere: elsewhere !== null }),
    attachable: told.kind === 'unmatched' ? id : null,
  }
}

/** One item for each payment that waits for a merchant. Reads only. */
export const findOwedMoney = async (): Promise<RescueItem[]> => (await readOwed()).map(toItem)
