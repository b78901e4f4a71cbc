import { beforeEach, describe, expect, it } from 'vitest'
import { rows, sql } from '@/lib/db'
import type { GatewayError } from '@/lib/payments/contract/gateway-error'
import type { PaymentGateway } from '@/lib/payments/gateway'
import { createPocketsflowGateway } from '@/lib/payments/pocketsflow/gateway'
import { withHealthRecorded } from '@/lib/payments/record-health'
import { err, ok, type Result } from '@/lib/shared/result'

const real = createPocketsflowGateway({ apiKey: 'pk_test_x', apiUrl: 'http://localhost:1', webhookSecrets: [] })
const noon = new Date('2026-11-20T12:00:00.000Z')
const unauthorized: GatewayError = { code: 'unauthorized', detail: 'The API key was refused (401).' }

let at: Date
let answer: Result<null, GatewayError>
let gateway: PaymentGateway

beforeEach(async () => {
  await rows(sql`delete from provider_health`)
  at = noon
  gateway = withHealthRecorded({ ...real, lookUpPayment: async () => answer }, { now: () => at })
})

const lookUpWith = (next: typeof answer) => {
  answer = next
  return gateway.lookUpPayment('66bb02')
}
const health = async () => (await rows<Record<string, unknown>>(sql`select * from provider_health`))[0]

describe('the health of a provider', () => {
  it('keeps the last failure with its cause before the caller goes on', async () => {
    expect(await lookUpWith(err(unauthorized))).toEqual(err(unauthorized))
    expect(await health()).toEqual({
      provider: 'pocketsflow',
      mode: 'test',
      last_ok_at: null,
      last_failure_at: noon,
      failure_code: 'unauthorized',
      failure_detail: unauthorized.detail,
    })
  })

  it('keeps the last success beside it, at most every ten seconds', async () => {
    await lookUpWith(ok(null))
    await expect.poll(health).toMatchObject({ last_ok_at: noon })
    at = new Date(noon.getTime() + 9_999)
    await lookUpWith(ok(null))
    at = new Date(noon.getTime() + 10_000)
    await lookUpWith(ok(null))
    await expect.poll(health).toMatchObject({ last_ok_at: at, last_failure_at: null })
  })

  it('shows a recovery at once', async () => {
    await lookUpWith(ok(null))
    await lookUpWith(err(unauthorized))
    at = new Date(noon.getTime() + 1_000)
    await lookUpWith(ok(null))
    await expect.poll(health).toMatchObject({ last_ok_at: at, last_failure_at: noon })
  })

  it('never makes a call fail, even when it cannot be written', async () => {
    await rows(sql`alter table provider_health rename to provider_health_away`)
    try {
      expect(await lookUpWith(err(unauthorized))).toEqual(err(unauthorized))
    } finally {
      await rows(sql`alter table provider_health_away rename to provider_health`)
    }
  })
})
