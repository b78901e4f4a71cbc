import { Money } from '@/components/ui/money'
import type { WallClock } from '@/lib/back-office/model'
import type { RefundView } from '@/lib/refunds/model'
import { Facts, Identifier } from './facts'
import { Moment } from './moment'
import { Box } from './panel'
import { RefundPill, refundAdvice } from './refund-pill'

/** Every refund of an order, newest first, with what to do about it. */
export function RefundList({ refunds, wall }: { refunds: RefundView[]; wall: WallClock }) {
  if (refunds.length === 0) return <p className="text-muted">Nothing has been refunded.</p>
  return refunds.map((refund) => <Refund key={refund.id} refund={refund} wall={wall} />)
}

function Refund({ refund, wall }: { refund: RefundView; wall: WallClock }) {
  const advice = refundAdvice[refund.state]
  const who = refund.fromShop ? (refund.merchantName ?? 'A merchant') : 'Made at the provider'
  return (
    <Box className="grid gap-2">
      <div className="flex flex-wrap items-center gap-x-3 gap-y-1">
        <Money amountMinor={refund.amountMinor} currency={refund.currency} className="font-semibold" />
        <RefundPill state={refund.state} />
        <span className="text-muted text-xs">
          {who} · <Moment at={refund.createdAt} wall={wall} />
        </span>
      </div>
      {refund.failure && <p className={refund.state === 'failed' ? 'text-bad' : undefined}>{refund.failure}</p>}
      {advice && <p className="text-muted text-xs">{advice}</p>}
      <Facts
        facts={[
          { name: 'Reason', value: refund.reason },
          { name: 'Items', value: refund.items.join(', ') },
          { name: 'Back on the shelf', value: refund.restock ? 'Yes, once the money went back' : null },
          { name: 'Of payment', value: <Identifier>{refund.providerOrderId}</Identifier> },
          { name: 'Its id', value: refund.providerRefundId && <Identifier>{refund.providerRefundId}</Identifier> },
        ]}
      />
    </Box>
  )
}
