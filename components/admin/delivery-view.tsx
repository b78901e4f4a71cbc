import Link from 'next/link'
import type { WallClock } from '@/lib/back-office/model'
import type { DeliveryDetail } from '@/lib/webhooks/model'
import { latencyText } from './deliveries-table'
import { Facts, Identifier } from './facts'
import { Moment } from './moment'
import { Box, Panel } from './panel'

/** One delivery with its headers and its body as text: nothing in it is ever run or rendered. */
export function DeliveryView({ delivery, wall }: { delivery: DeliveryDetail; wall: WallClock }) {
  const { id, headers, body, bodyBytes, isCut } = delivery
  return (
    <>
      <Box>
        <Facts facts={factsOf(delivery, wall)} />
      </Box>
      <Panel id="headers" title="Headers">
        <Box>
          {headers.length === 0 && <p className="text-muted text-xs">None was kept.</p>}
          <Facts facts={headers.map(([name, value]) => ({ name, value: <Identifier>{value}</Identifier> }))} />
        </Box>
      </Panel>
      <Panel id="body" title="Body">
        <pre className="max-h-[32rem] overflow-auto whitespace-pre-wrap break-all rounded-md border border-line bg-sunken p-3 text-xs">
          {body}
        </pre>
        <p className="text-muted text-xs">
          {bodyBytes.toLocaleString('en-US')} bytes{isCut && ', cut here'} ·{' '}
          <a href={`/admin/webhooks/${id}/body`} className="quiet-link">
            Whole body as text
          </a>
        </p>
      </Panel>
    </>
  )
}

function factsOf(delivery: DeliveryDetail, wall: WallClock) {
  const { orderNumber, providerOrderId, nextTryAt } = delivery
  return [
    { name: 'Reason', value: delivery.reason },
    {
      name: 'Order',
      value: orderNumber !== null && (
        <Link href={`/admin/orders/${orderNumber}`} prefetch={false} className="quiet-link">
          {orderNumber}
        </Link>
      ),
    },
    { name: 'Provider', value: `${delivery.providerName}, ${delivery.mode} mode` },
    { name: 'Provider’s order', value: providerOrderId && <Identifier>{providerOrderId}</Identifier> },
    { name: 'Received', value: <Moment at={delivery.receivedAt} wall={wall} /> },
    { name: 'Decided after', value: delivery.tookMs === null ? 'not decided yet' : latencyText(delivery.tookMs) },
    { name: 'Tries', value: String(delivery.tries) },
    { name: 'Next try', value: nextTryAt && <Moment at={nextTryAt} wall={wall} /> },
  ].map((fact) => ({ ...fact, value: fact.value === false ? null : fact.value }))
}
