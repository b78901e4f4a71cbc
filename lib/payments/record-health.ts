import 'server-only'
import { type Clock, systemClock } from '@/lib/clock'
import { rows, sql } from '@/lib/db'
import { log } from '@/lib/log'
import type { GatewayError } from './contract/gateway-error'
import type { PaymentGateway } from './gateway'
import { type GatewayAnswer, wrapCalls } from './wrap-calls'

const okIsOldAfterMs = 10_000
const databaseTimeoutMs = 1_000

type Recorder = (answer: GatewayAnswer) => Promise<void>

/**
 * The same gateway; what its calls to the provider came to is kept in `provider_health`, so that the merchant sees the
 * cause of trouble. A failure is written before the caller goes on, a success at most every 10 s. Never makes a call fail.
 */
export function withHealthRecorded(gateway: PaymentGateway, clock: Clock = systemClock): PaymentGateway {
  const record = healthRecorder(gateway, clock)
  return wrapCalls(gateway, async (call) => {
    const answer = await call()
    await record(answer)
    return answer
  })
}

function healthRecorder(gateway: PaymentGateway, clock: Clock): Recorder {
  let okWrittenAtMs = Number.NEGATIVE_INFINITY
  return async (answer) => {
    const at = clock.now()
    if (answer.ok) {
      if (at.getTime() - okWrittenAtMs < okIsOldAfterMs) return
      okWrittenAtMs = at.getTime()
      void written(gateway, okStatement(gateway, at))
      return
    }
    // The provider was not even asked.
    if (answer.error.code === 'over_budget') return
    okWrittenAtMs = Number.NEGATIVE_INFINITY
    log().warn({ provider: gateway.id, mode: gateway.mode, code: answer.error.code }, 'a payment provider call failed')
    await written(gateway, failureStatement(gateway, answer.error, at))
  }
}

type Statement = ReturnType<typeof sql>

async function written(gateway: PaymentGateway, statement: Statement): Promise<void> {
  try {
    await rows(statement, { timeoutMs: databaseTimeoutMs })
  } catch (error) {
    log().warn({ err: error, provider: gateway.id }, 'the health of a payment provider could not be kept')
  }
}

const okStatement = ({ id, mode }: PaymentGateway, at: Date): Statement => sql`
  insert into provider_health (provider, mode, last_ok_at) values (${id}::provider, ${mode}::payment_mode, ${at})
  on conflict (provider, mode) do update
  set last_ok_at = greatest(provider_health.last_ok_at, excluded.last_ok_at)`

const failureStatement = ({ id, mode }: PaymentGateway, error: GatewayError, at: Date): Statement => sql`
  insert into provider_health (provider, mode, last_failure_at, failure_code, failure_detail)
  values (${id}::provider, ${mode}::payment_mode, ${at}, ${error.code}, ${error.detail})
  on conflict (provider, mode) do update
  set last_failure_at = excluded.last_failure_at,
      failure_code = excluded.failure_code,
      failure_detail = excluded.failure_detail`
