import { Pill, type PillShape, type PillTone } from '@/components/ui/pill'
import type { OrderStatus } from '@/lib/orders/model'

const looks: Record<OrderStatus, { word: string; tone: PillTone; shape: PillShape }> = {
  awaiting_payment: { word: 'Awaiting payment', tone: 'neutral', shape: 'ring' },
  partly_paid: { word: 'Partly paid', tone: 'warn', shape: 'half' },
  paid: { word: 'Paid', tone: 'good', shape: 'dot' },
  partially_refunded: { word: 'Partly refunded', tone: 'neutral', shape: 'half' },
  refunded: { word: 'Refunded', tone: 'neutral', shape: 'square' },
  needs_review: { word: 'Being looked at', tone: 'warn', shape: 'triangle' },
  failed: { word: 'Payment failed', tone: 'bad', shape: 'cross' },
  expired: { word: 'Expired', tone: 'faint', shape: 'cross' },
  cancelled: { word: 'Cancelled', tone: 'faint', shape: 'cross' },
}

/** An order's status as its shopper reads it: a word and a shape. */
export function OrderStatusBadge({ status }: { status: OrderStatus }) {
  const { word, tone, shape } = looks[status]
  return (
    <Pill tone={tone} shape={shape}>
      {word}
    </Pill>
  )
}
