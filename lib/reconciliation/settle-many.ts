import 'server-only'
import type { Clock } from '@/lib/clock'
import { log } from '@/lib/log'
import type { ProviderPayment } from '@/lib/payments/contract/payments'
import type { PaymentGateway } from '@/lib/payments/gateway'
import { settleConfirmedPayment } from '@/lib/settlement/settle-confirmed-payment'
import type { SettlementOutcome } from '@/lib/settlement/settlement'
import type { SweepCaller } from './sweep-caller'

type Settling = { gateway: PaymentGateway; clock: Clock; caller: SweepCaller }

/** `settled`: payments that are written down now and were not before. `left`: those that could not be settled this time. */
export type SettledMany = { settled: number; left: number }

/** Orders are locked one by one; a few at a time keep the database busy without taking all its connections. */
const atOnce = 4

const isNews = (came: SettlementOutcome): boolean =>
  came.outcome === 'unmatched' ? came.isNews : came.outcome !== 'already'

async function settleOne(
  { gateway, clock, caller }: Settling,
  payment: ProviderPayment,
): Promise<keyof SettledMany | null> {
  try {
    const settled = await caller.ask(() =>
      settleConfirmedPayment({ gateway, payment, confirmedBy: 'sweep', at: clock.now() }),
    )
    if (settled.ok) return isNews(settled.value) ? 'settled' : null
    log().warn({ provider: gateway.id, code: settled.error.code }, 'a found payment is left for later')
  } catch (error) {
    // One that cannot be settled now must not hide the others; the next sweep finds it again.
    log().warn({ err: error, provider: gateway.id }, 'a found payment is left for later')
  }
  return 'left'
}

/** Settles payments that the provider's API showed, a few at the same time. Never throws; safe to repeat. */
export async function settleMany(settling: Settling, payments: ProviderPayment[]): Promise<SettledMany> {
  const many = { settled: 0, left: 0 }
  const queue = payments.values()
  const work = async () => {
    for (const payment of queue) {
      const came = await settleOne(settling, payment)
      if (came) many[came] += 1
    }
  }
  await Promise.all(Array.from({ length: atOnce }, work))
  return many
}
