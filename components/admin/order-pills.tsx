import { Pill, type PillShape, type PillTone } from '@/components/ui/pill'
import { fulfilmentTexts, type OrderFlags, orderStatusTexts } from '@/lib/back-office/model'
import type { Fulfilment, OrderStatus } from '@/lib/orders/model'
import { formatMoney } from '@/lib/shared/money'

type Look = { tone: PillTone; shape: PillShape }

const statusLooks: Record<OrderStatus, Look> = {
  awaiting_payment: { tone: 'neutral', shape: 'ring' },
  partly_paid: { tone: 'warn', shape: 'half' },
  paid: { tone: 'good', shape: 'dot' },
  partially_refunded: { tone: 'neutral', shape: 'half' },
  refunded: { tone: 'neutral', shape: 'square' },
  needs_review: { tone: 'bad', shape: 'triangle' },
  failed: { tone: 'bad', shape: 'cross' },
  expired: { tone: 'faint', shape: 'cross' },
  cancelled: { tone: 'faint', shape: 'cross' },
}

export function StatusPill({ status }: { status: OrderStatus }) {
  return <Pill {...statusLooks[status]}>{orderStatusTexts[status]}</Pill>
}

const fulfilmentLooks: Record<Fulfilment, Look> = {
  unfulfilled: { tone: 'warn', shape: 'ring' },
  partly_fulfilled: { tone: 'warn', shape: 'half' },
  fulfilled: { tone: 'faint', shape: 'dot' },
}

export function FulfilmentPill({ fulfilment }: { fulfilment: Fulfilment }) {
  return <Pill {...fulfilmentLooks[fulfilment]}>{fulfilmentTexts[fulfilment]}</Pill>
}

/** What stands beside the status and wants to be seen. */
export function FlagPills({ flags, currency }: { flags: OrderFlags; currency: string }) {
  const { refundDueMinor } = flags
  return (
    <>
      {flags.disputed && (
        <Pill tone="bad" shape="triangle">
          Disputed
        </Pill>
      )}
      {refundDueMinor > 0 && (
        <Pill tone="bad" shape="triangle">
          Refund due {formatMoney({ amountMinor: refundDueMinor, currency })}
        </Pill>
      )}
      {flags.paidTwice && (
        <Pill tone="warn" shape="triangle">
          Paid twice
        </Pill>
      )}
      {flags.paidLate && (
        <Pill tone="warn" shape="triangle">
          Paid late
        </Pill>
      )}
    </>
  )
}

/** Tells an order of tests from one with real money. */
export function ModePill({ mode }: { mode: 'test' | 'live' }) {
  return mode === 'test' ? (
    <Pill tone="warn" shape="ring">
      Test order
    </Pill>
  ) : (
    <Pill tone="accent" shape="dot">
      Live: real money
    </Pill>
  )
}
