import 'server-only'
import { rows, sql } from '@/lib/db'
import type { AmountUnit, CompletedClaims } from '@/lib/payments/contract/events'
import type { ProviderPayment } from '@/lib/payments/contract/payments'
import { currencyDigits } from '@/lib/shared/money'
import type { StoredEvent } from './inbox'

const units: AmountUnit[] = ['minor', 'major']

/** The one unit in which an event's figures say what the API says; null when none or, in a currency without decimals, both do. */
export function unitToldBy(claims: CompletedClaims, payment: ProviderPayment): AmountUnit | null {
  if (currencyDigits(payment.currency) === 0) return null
  const fitting = units.filter((unit) => claims.amountsIn(unit)?.grossMinor === payment.grossMinor)
  return fitting.length === 1 ? (fitting[0] ?? null) : null
}

/** Remembers the unit of an event's shape, once the API has told the same payment. The newest confirmation counts. */
export async function rememberUnit(
  event: StoredEvent,
  claims: CompletedClaims,
  payment: ProviderPayment,
  at: Date,
): Promise<void> {
  const unit = unitToldBy(claims, payment)
  if (!unit || claims.shape === null) return
  await rows(sql`
    insert into confirmed_units (provider, mode, shape, unit, provider_order_id, confirmed_at)
    values (${event.provider}::provider, ${event.mode}::payment_mode, ${claims.shape}, ${unit}::amount_unit,
      ${payment.providerOrderId}, ${at})
    on conflict (provider, mode, shape) do update set
      unit = excluded.unit, provider_order_id = excluded.provider_order_id, confirmed_at = excluded.confirmed_at`)
}
