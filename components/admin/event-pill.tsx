import { Pill, type PillShape, type PillTone } from '@/components/ui/pill'
import { type InboxState, inboxStateTexts } from '@/lib/webhooks/model'

const looks: Record<InboxState, { tone: PillTone; shape: PillShape }> = {
  received: { tone: 'neutral', shape: 'ring' },
  confirming: { tone: 'neutral', shape: 'half' },
  settled: { tone: 'good', shape: 'dot' },
  duplicate: { tone: 'faint', shape: 'square' },
  ignored: { tone: 'faint', shape: 'square' },
  contradictory: { tone: 'bad', shape: 'triangle' },
  unmatched: { tone: 'bad', shape: 'triangle' },
  malformed: { tone: 'bad', shape: 'cross' },
  failed: { tone: 'bad', shape: 'cross' },
}

/** What came of a webhook delivery. */
export function EventPill({ state }: { state: InboxState }) {
  return (
    <Pill tone={looks[state].tone} shape={looks[state].shape}>
      {inboxStateTexts[state]}
    </Pill>
  )
}
