import 'server-only'
import { sql, type Tx } from '@/lib/db'
import type { PaymentRecord } from '@/lib/orders/order-state'
import type { PaymentProof } from './judge-payment'
import type { Settlement } from './settlement'

export type PaymentPlace = {
  orderId: number | null
  attemptId: number | null
  verdict: PaymentRecord['verdict']
  discountMinor?: number
  /** What disagreed, in words. */
  difference?: string
}

function figureSources({ proof, figuresFrom }: Settlement): string {
  const source = (value: number | null) => (value === null ? 'unknown' : figuresFrom)
  return JSON.stringify({
    gross: figuresFrom,
    tax: source(proof.taxMinor),
    fee: source(proof.feeMinor),
    net: source(proof.netMinor),
  })
}

/**
 * Writes down money that came. One row per order of the provider: a second call for the same one only gives an unmatched
 * row its order. @throws when it was given to an order at the same moment; the caller rolls back and finds it next time.
 */
export async function recordPayment(tx: Tx, settlement: Settlement, place: PaymentPlace): Promise<void> {
  const { proof } = settlement
  const [written] = await tx.rows(sql`
    insert into payments (order_id, attempt_id, provider, mode, provider_order_id, verdict, currency, gross_minor, tax_minor,
      fee_minor, net_minor, discount_minor, figures_from, difference, buyer_email, confirmed_by, recorded_at)
    values (${place.orderId}, ${place.attemptId}, ${proof.provider}::provider, ${proof.mode}::payment_mode,
      ${proof.providerOrderId}, ${place.verdict}::payment_verdict, ${proof.currency.toUpperCase()}, ${proof.grossMinor},
      ${proof.taxMinor}, ${proof.feeMinor}, ${proof.netMinor}, ${place.discountMinor ?? 0},
      ${figureSources(settlement)}::jsonb, ${place.difference ?? null}, ${proof.buyerEmail},
      ${settlement.confirmedBy}, ${settlement.at})
    on conflict (provider, mode, provider_order_id) do update set
      order_id = excluded.order_id, attempt_id = excluded.attempt_id, verdict = excluded.verdict,
      difference = excluded.difference, discount_minor = excluded.discount_minor
    where payments.order_id is null
    returning id`)
  if (!written) throw new Error(`payment ${proof.providerOrderId} belongs to an order already`)
}

/** Fills in tax, fee and net that a webhook did not tell, once the API does. Safe to repeat. */
export async function completeFigures(tx: Tx, paymentId: number, proof: PaymentProof): Promise<void> {
  const { taxMinor, feeMinor, netMinor } = proof
  await tx.rows(sql`
    update payments set
      tax_minor = coalesce(tax_minor, ${taxMinor}::int),
      fee_minor = coalesce(fee_minor, ${feeMinor}::int),
      net_minor = coalesce(net_minor, ${netMinor}::int),
      figures_from = figures_from || jsonb_strip_nulls(jsonb_build_object(
        'tax', case when tax_minor is null and ${taxMinor}::int is not null then 'api' end,
        'fee', case when fee_minor is null and ${feeMinor}::int is not null then 'api' end,
        'net', case when net_minor is null and ${netMinor}::int is not null then 'api' end))
    where id = ${paymentId}`)
}
