import { Pill, type PillShape, type PillTone } from '@/components/ui/pill'
import type { RefundState } from '@/lib/refunds/model'

const looks: Record<RefundState, { text: string; tone: PillTone; shape: PillShape }> = {
  requested: { text: 'Being sent', tone: 'neutral', shape: 'ring' },
  pending: { text: 'On its way', tone: 'neutral', shape: 'half' },
  completed: { text: 'Refunded', tone: 'good', shape: 'dot' },
  failed: { text: 'Failed', tone: 'bad', shape: 'cross' },
  unknown: { text: 'Answer lost', tone: 'warn', shape: 'triangle' },
}

export function RefundPill({ state }: { state: RefundState }) {
  const { text, tone, shape } = looks[state]
  return (
    <Pill tone={tone} shape={shape}>
      {text}
    </Pill>
  )
}

/** What a merchant does, or does not have to do, about a refund in this state. */
export const refundAdvice: Record<RefundState, string | null> = {
  requested: 'The shop is sending it. There is nothing to do.',
  pending: 'The provider is working on it. The shop looks again by itself.',
  completed: null,
  failed: 'No money went back. You can ask for it again above.',
  unknown:
    'The shop looks for it in the provider’s list and never sends it twice. If it is not there after ten minutes it becomes failed, and you can ask for it again.',
}
