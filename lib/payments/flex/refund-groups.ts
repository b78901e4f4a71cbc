import type { ProviderRefund } from '@/lib/payments/contract/refunds'
import type { FlexRefund } from './schemas'

type State = ProviderRefund['state']

/** `requires_action` may still go through; `canceled` did not. */
function stateOf({ status }: FlexRefund): State {
  if (status === 'succeeded') return 'completed'
  return status === 'failed' || status === 'canceled' ? 'failed' : 'pending'
}

/**
 * Refunds as the shop counts them, newest first. A split cart gives one refund of ours back in two: those that carry our
 * key are one, once together they come to its total. When one of them failed and another did not, ours failed, and what
 * went back stands by itself. Refunds whose session is unknown are left out. Pure.
 */
export function groupRefunds(
  refunds: readonly FlexRefund[],
  sessionOf: (refund: FlexRefund) => string | null,
): ProviderRefund[] {
  const groups = Map.groupBy(refunds, ({ id, metadata }) => metadata.refund_key ?? id)
  return [...groups.values()].flatMap((parts) => {
    const [first] = parts
    const sessionId = first && sessionOf(first)
    return first && sessionId ? refundsOf(parts, sessionId) : []
  })
}

function refundsOf(parts: readonly FlexRefund[], sessionId: string): ProviderRefund[] {
  const totalMinor = parts.reduce((sum, part) => sum + part.amount, 0)
  const declared = parts[0]?.metadata.total
  // A list may show one of two parts before the other.
  if (declared !== undefined && totalMinor < Number(declared)) return []
  const states = new Set(parts.map(stateOf))
  const whole = (state: State) => [refundOf(parts, sessionId, state)]
  if (states.size === 1) return whole([...states][0] ?? 'pending')
  if (states.has('pending')) return whole('pending')
  const done = parts.filter((part) => stateOf(part) === 'completed')
  return [...whole('failed'), ...done.map((part) => ({ ...refundOf([part], sessionId, 'completed'), reason: null }))]
}

function refundOf(parts: readonly FlexRefund[], sessionId: string, state: State): ProviderRefund {
  const totalMinor = parts.reduce((sum, part) => sum + part.amount, 0)
  const [first] = parts
  return {
    providerRefundId: parts
      .map(({ id }) => id)
      .toSorted()
      .join('+'),
    providerOrderId: sessionId,
    amountIn: (currency) => (currency === 'USD' ? totalMinor : null),
    state,
    reason: first?.metadata.note ?? first?.reason ?? null,
    createdAt: first?.created_at ?? null,
  }
}
