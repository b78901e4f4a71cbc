import 'server-only'
import type { Answer } from '@/lib/payments/contract/gateway-error'
import { err, ok } from '@/lib/shared/result'
import type { FungiesApi } from './api'
import { anyAnswer } from './schemas'

/** No product has it. */
const noProduct = '00000000-0000-4000-8000-000000000000'

/**
 * Reading needs the public key alone (docs/providers.md): the secret one is proven by asking for a copy of a product that is
 * not there. Changes nothing, safe to repeat.
 */
export async function testSecretKey(api: FungiesApi): Answer<void> {
  const answer = await api.open().post(`/products/${noProduct}/duplicate`, {}, anyAnswer)
  const isTaken = answer.ok || answer.error.code === 'not_found' || answer.error.code === 'refused'
  return isTaken ? ok(undefined) : err(answer.error)
}
