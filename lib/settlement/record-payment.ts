import 'server-only'
import { type Prisma, sql, type Tx } from '@/lib/db'
import type { Claim } from '@/lib/ledger/model'
import { postLateFigures, postPayment } from '@/lib/ledger/post-payment'
import type { PaymentRecord } from '@/lib/orders/order-state'
import { adoptRefunds } from './adopt-refunds'
import type { Settlement } from './settlement'

/** Where money is written down, and as what. */
export type PaymentPlace = {
  order: { id: number; number: number; email: string } | null
  attemptId: number | null
  /** Whose the money is from now on. */
  claim: Claim
  verdict: PaymentRecord['verdict']
  discountMinor?: number
  /** What disagreed, in words. */
  difference?: string
  /** Nothing was written down of it when its order was locked: then nothing has to be asked to write it. */
  isNew?: boolean
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

type Written = {
  /** Null when nothing was written down of it before. */
  earlierId: number | null
  grossMinor: number
  taxMinor: number | null
  feeMinor: number | null
  currency: string
}

/**
 * Writes down money that came, and posts it to the ledger. One row per order of the provider: a second call for the same
 * one only gives an unmatched row its order, and its refunds with it. @throws when it was given to an order at the same moment; the caller rolls
 * back and finds it next time.
 */
export async function recordPayment(tx: Tx, settlement: Settlement, place: PaymentPlace): Promise<void> {
  const written = place.isNew ? writeNew(tx, settlement, place) : await write(tx, settlement, place)
  const { claim, verdict, order } = place
  const { provider, mode, providerOrderId } = settlement.proof
  await postPayment(tx, {
    ...written,
    provider,
    mode,
    providerOrderId,
    orderNumber: order?.number ?? null,
    claim,
    verdict,
    at: settlement.at,
  })
  if (order && written.earlierId !== null) {
    await adoptRefunds(tx, { paymentId: written.earlierId, order, at: settlement.at })
  }
}

const insertion = (settlement: Settlement, place: PaymentPlace): Prisma.Sql => {
  const { proof, at } = settlement
  return sql`
    insert into payments (order_id, attempt_id, provider, mode, provider_order_id, verdict, currency, gross_minor, tax_minor,
      fee_minor, net_minor, discount_minor, figures_from, difference, buyer_email, confirmed_by, recorded_at,
      provider_created_at, provider_details)
    values (${place.order?.id ?? null}, ${place.attemptId}, ${proof.provider}::provider, ${proof.mode}::payment_mode,
      ${proof.providerOrderId}, ${place.verdict}::payment_verdict, ${proof.currency.toUpperCase()}, ${proof.grossMinor},
      ${proof.taxMinor}, ${proof.feeMinor}, ${proof.netMinor}, ${place.discountMinor ?? 0},
      ${figureSources(settlement)}::jsonb, ${place.difference ?? null}, ${proof.buyerEmail},
      ${settlement.confirmedBy}, ${at}, ${proof.createdAt ?? null}, ${JSON.stringify(proof.details ?? [])}::jsonb)`
}

/** Fails, and takes the transaction back, when it was written down at the same moment: it is found the next time. */
function writeNew(tx: Tx, settlement: Settlement, place: PaymentPlace): Written {
  const { grossMinor, taxMinor, feeMinor, currency } = settlement.proof
  tx.send(insertion(settlement, place))
  return { earlierId: null, grossMinor, taxMinor, feeMinor, currency: currency.toUpperCase() }
}

async function write(tx: Tx, settlement: Settlement, place: PaymentPlace): Promise<Written> {
  const [written] = await tx.rows<Written>(sql`
    ${insertion(settlement, place)}
    on conflict (provider, mode, provider_order_id) do update set
      order_id = excluded.order_id, attempt_id = excluded.attempt_id, verdict = excluded.verdict,
      difference = excluded.difference, discount_minor = excluded.discount_minor,
      provider_details = case when excluded.provider_details = '[]' then payments.provider_details else excluded.provider_details end
    where payments.order_id is null
    returning case when payments.xmax <> 0 then id end as "earlierId", gross_minor as "grossMinor", tax_minor as "taxMinor",
      fee_minor as "feeMinor", currency`)
  if (!written) throw new Error(`payment ${settlement.proof.providerOrderId} belongs to an order already`)
  return written
}

/**
 * Fills in tax, fee, net and the provider's own details that a webhook did not tell, once the API does, and posts them. Safe to
 * repeat.
 */
export async function completeFigures(tx: Tx, paymentId: number, { proof, at }: Settlement): Promise<void> {
  const { taxMinor, feeMinor, netMinor, details = [] } = proof
  const [learned] = await tx.rows<{ tax: boolean; fee: boolean }>(sql`
    update payments p set
      tax_minor = coalesce(p.tax_minor, ${taxMinor}::int),
      fee_minor = coalesce(p.fee_minor, ${feeMinor}::int),
      net_minor = coalesce(p.net_minor, ${netMinor}::int),
      provider_details = case when ${details.length} = 0 then p.provider_details else ${JSON.stringify(details)}::jsonb end,
      figures_from = p.figures_from || jsonb_strip_nulls(jsonb_build_object(
        'tax', case when p.tax_minor is null and ${taxMinor}::int is not null then 'api' end,
        'fee', case when p.fee_minor is null and ${feeMinor}::int is not null then 'api' end,
        'net', case when p.net_minor is null and ${netMinor}::int is not null then 'api' end))
    from (select id, tax_minor, fee_minor from payments where id = ${paymentId} for update) was
    where p.id = was.id
    returning was.tax_minor is null and p.tax_minor is not null as tax,
      was.fee_minor is null and p.fee_minor is not null as fee`)
  if (learned?.tax || learned?.fee) await postLateFigures(tx, { paymentId, at, ...learned })
}
