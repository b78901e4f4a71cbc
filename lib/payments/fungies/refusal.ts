import type { GatewayError, GatewayErrorCode } from '@/lib/payments/contract/gateway-error'
import { presentable } from '@/lib/payments/http-failure'
import { errorEnvelopeSchema } from './schemas'

/** Words of a refusal that tell what an HTTP status would have told. */
const meanings: [RegExp, GatewayErrorCode][] = [
  [/not.?found/i, 'not_found'],
  [/unauthori|forbidden|permission|invalid.*key/i, 'unauthorized'],
  [/rate.?limit|too many/i, 'rate_limited'],
  [/internal|unavailable|timeout/i, 'provider_error'],
]

/** A refusal that came with HTTP 200, in any of the forms that were seen; null when the answer is none. Pure. */
export function refusalIn(envelope: unknown): GatewayError | null {
  const parsed = errorEnvelopeSchema.safeParse(envelope)
  if (!parsed.success) return null
  const { error, message } = parsed.data
  const code = typeof error === 'object' ? error?.code : null
  const said = (typeof error === 'object' ? error?.message : error) ?? message ?? ''
  const meaning = meanings.find(([words]) => words.test(code ?? '') || words.test(said))
  const words = presentable(said)
  return { code: meaning?.[1] ?? 'refused', detail: `The request was refused${words && `: ${words}`}.` }
}
