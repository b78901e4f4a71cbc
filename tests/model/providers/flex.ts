import { flexAt } from '@/tests/support/provider-ends/flex'
import { type FarProvider, type Kept, type RefundEnd, statusesOf, unlessRefused } from './far-provider'

type Refund = { status: string; amountMinor: number }
type MadeRefund = { refund_id: string; amount: number; status: string }
type Session = { _id: string; state: string; totalMinor: number; refunds: Refund[] }

const refundEnds: Record<RefundEnd, string> = {
  completed: 'succeeded',
  pending: 'stays_pending',
  failed: 'failed',
  lost: 'succeeded',
}

/** A refund that began on its way has been told twice. */
const eventNames = { payment: ['checkout.session.completed'], refund: ['refund.updated', 'refund.created'] } as const

const sum = (amounts: readonly number[]) => amounts.reduce((total, amount) => total + amount, 0)

/** Flex: sessions over lines, which can run out; refunds that take their time, one for each card. It adds no tax. */
export function playFlex(url: string): FarProvider {
  const { control, switches, call, ...end } = flexAt(url)
  const deliver = async (sessionId: string, names: readonly string[], how: object): Promise<(number | null)[]> => {
    const [event, ...others] = names
    const answers = await unlessRefused(control(`/sessions/${sessionId}/deliver`, { event, ...how }))
    return answers || others.length === 0 ? statusesOf(answers) : deliver(sessionId, others, how)
  }
  return {
    ...end,
    deliversAtLeastOnce: false,
    begin: async ({ hasTwoCards, countsPending }) => {
      await control('/reset')
      await switches({
        webhook_drop: 'all',
        refund_end: 'succeeded',
        split_carts: hasTwoCards ? 'on' : 'off',
        refunded_counts: countsPending ? 'pending_too' : 'succeeded',
      })
    },
    pay: async ({ sessionId, asksMinor }, offMinor) => {
      const price = { totalMinor: asksMinor + offMinor }
      if (offMinor !== 0) await unlessRefused(control(`/sessions/${sessionId}`, price))
      const paid = await unlessRefused(control(`/sessions/${sessionId}/pay`))
      if (!paid) return null
      const { amount_received: grossMinor } = paid.session
      return { id: sessionId, beforeTaxMinor: grossMinor, grossMinor }
    },
    decline: ({ sessionId }) => unlessRefused(control(`/sessions/${sessionId}/decline`)),
    deliver: (moneyId, { of, form = 'A', ...how }) => deliver(moneyId, eventNames[of], { envelope: form, ...how }),
    giveBack: async (moneyId, amountMinor) => {
      const wish = amountMinor === null ? {} : { amount: amountMinor }
      const made = await unlessRefused(control(`/sessions/${moneyId}/refund`, wish))
      if (!made) return null
      const refunds: MadeRefund[] = made.refunds
      const isGoing = refunds.some(({ status }) => status === 'pending')
      const goingId = isGoing ? refunds.map(({ refund_id }) => refund_id).join('+') : null
      return { amountMinor: sum(refunds.map(({ amount }) => amount)), goingId }
    },
    endRefundsAs: (end) =>
      switches({ refund_end: refundEnds[end], refund_answer: end === 'lost' ? 'lost' : 'refunds' }),
    endRefund: (refundId, isCompleted) =>
      Promise.all(
        refundId.split('+').map((one) => control(`/refunds/${one}`, { status: isCompleted ? 'succeeded' : 'failed' })),
      ),
    expire: ({ sessionId }) => unlessRefused(control(`/sessions/${sessionId}/expire`)),
    books: async () => {
      const { sessions }: { sessions: Session[] } = await call('GET', '/_sandbox/sessions')
      return sessions
        .filter(({ state }) => state === 'paid')
        .map(({ _id, totalMinor, refunds }): Kept => {
          const done = refunds.filter(({ status }) => status === 'succeeded')
          return [_id, totalMinor, sum(done.map(({ amountMinor }) => amountMinor))]
        })
    },
  }
}
