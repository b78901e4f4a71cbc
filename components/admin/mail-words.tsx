import { Pill, type PillShape, type PillTone } from '@/components/ui/pill'

const kindTexts: Record<string, string> = {
  order_received: 'Order received',
  order_paid: 'Receipt',
  order_review: 'Payment being looked at',
  order_refunded: 'Refund',
  subscription_started: 'Subscription begun',
  subscription_past_due: 'Payment failed',
  subscription_trial_ending: 'Trial ends soon',
  subscription_cancelled: 'Subscription cancelled',
}

export const mailKindText = (kind: string): string => kindTexts[kind] ?? kind

const states: Record<string, { text: string; tone: PillTone; shape: PillShape }> = {
  queued: { text: 'Waiting', tone: 'neutral', shape: 'ring' },
  sent: { text: 'Sent', tone: 'good', shape: 'dot' },
  kept: { text: 'Kept', tone: 'faint', shape: 'square' },
  failed: { text: 'Failed', tone: 'bad', shape: 'cross' },
}

export function MailStatePill({ state }: { state: string }) {
  const { text, tone, shape } = states[state] ?? { text: state, tone: 'neutral', shape: 'ring' }
  return (
    <Pill tone={tone} shape={shape}>
      {text}
    </Pill>
  )
}
