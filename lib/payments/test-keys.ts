import 'server-only'
import type { Answer } from './contract/gateway-error'
import type { PaymentGateway } from './gateway'

/** Whether the provider takes every key that is set; `unauthorized` when it refuses one. Changes nothing, safe to repeat. */
export async function testKeys(gateway: PaymentGateway): Answer<unknown> {
  const newest = await gateway.listNewestPayments()
  return newest.ok && gateway.testKeys ? gateway.testKeys() : newest
}
