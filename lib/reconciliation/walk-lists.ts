import 'server-only'
import { rows, sql } from '@/lib/db'
import type { GatewayError } from '@/lib/payments/contract/gateway-error'
import type { ProviderPayment } from '@/lib/payments/contract/payments'
import type { PaymentGateway } from '@/lib/payments/gateway'
import { ok, type Result } from '@/lib/shared/result'
import type { SweepCaller } from './sweep-caller'
import { walkPayments } from './walk-payments'

type Walk = {
  gateway: PaymentGateway
  caller: SweepCaller
  from: Date
  visit: (payments: ProviderPayment[]) => Promise<void>
}

/** Nobody is asked about renewals of a shop that has no subscription there. */
async function hasSubscriptions({ id, mode }: PaymentGateway): Promise<boolean> {
  const [one] = await rows(sql`
    select 1 from subscriptions where provider = ${id}::provider and mode = ${mode}::payment_mode limit 1`)
  return one !== undefined
}

/** All payments since `from`, then what renewals were paid by where the provider lists that apart; see `walkPayments`. */
export async function walkLists({ gateway, caller, from, visit }: Walk): Promise<Result<void, GatewayError>> {
  const renewals = gateway.subscriptions?.listRenewalPayments
  const lists =
    renewals && (await hasSubscriptions(gateway)) ? [gateway.listPayments, renewals] : [gateway.listPayments]
  for (const list of lists) {
    const walked = await walkPayments({ from, ask: (query) => caller.ask(() => list(query)), visit })
    if (!walked.ok) return walked
  }
  return ok(undefined)
}
