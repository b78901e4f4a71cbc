import 'server-only'
import type { Clock } from '@/lib/clock'
import { rows, sql } from '@/lib/db'
import type { ProviderRefund } from '@/lib/payments/contract/refunds'
import type { PaymentGateway } from '@/lib/payments/gateway'
import { explainsFlag, noteRefundFlag } from './note-refund-flag'
import { endRefund } from './send-refund'
import type { RefundSeenBy } from './told-refund'

/** A refund that the provider still does not list after this long, in two whole looks, did not happen. */
const waitMs = 10 * 60_000
const betweenLooksMs = 60_000

const missing =
  'The provider does not list it, in two looks more than 10 minutes after it was sent: no money went back. You can try again.'

const lookKey = (refundId: number) => `refund-missing:${refundId}`

type Open = { id: number; providerOrderId: string; firstLookAt: Date | null }

const findOpen = ({ id, mode }: PaymentGateway, askedAt: Date) =>
  rows<Open>(sql`
    select r.id, p.provider_order_id as "providerOrderId", s.last_at as "firstLookAt"
    from refunds r join payments p on p.id = r.payment_id left join shared_pacing s on s.key = 'refund-missing:' || r.id
    where r.provider = ${id}::provider and r.mode = ${mode}::payment_mode and r.state = 'unknown'
      and r.provider_refund_id is null and r.sent_at <= ${new Date(askedAt.getTime() - waitMs)} order by r.id`)

const noteLook = (refundId: number, at: Date) =>
  rows(sql`insert into shared_pacing (key, last_at) values (${lookKey(refundId)}, ${at}) on conflict (key) do nothing`)

const forgetLook = (refundId: number) => rows(sql`delete from shared_pacing where key = ${lookKey(refundId)}`)

type Look = { gateway: PaymentGateway; clock: Clock; seenBy: RefundSeenBy }

/** An order that counts as refunded may be so by this very refund, unless a listed one explains it. */
async function isSurelyMissing(look: Look, open: Open, listed: readonly ProviderRefund[]): Promise<boolean> {
  const answer = await look.gateway.lookUpPayment(open.providerOrderId)
  if (!answer.ok || answer.value === null) return false
  await noteRefundFlag({ ...look, payment: answer.value, listed })
  return !answer.value.isRefunded || explainsFlag(listed, open.providerOrderId)
}

/**
 * After a whole look at the provider's refunds that was begun at `askedAt` and applied: ends as failed what was sent, never
 * answered, and did not show in two such looks. While the order counts as refunded by nothing listed, nothing is given up.
 */
export async function giveUpMissing(look: Look, askedAt: Date, listed: readonly ProviderRefund[]): Promise<void> {
  for (const open of await findOpen(look.gateway, askedAt)) {
    if (!open.firstLookAt) {
      await noteLook(open.id, askedAt)
    } else if (askedAt.getTime() - open.firstLookAt.getTime() >= betweenLooksMs) {
      if (!(await isSurelyMissing(look, open, listed))) continue
      await endRefund(open.id, { state: 'failed', failure: missing, at: look.clock.now() })
      await forgetLook(open.id)
    }
  }
}
