import fc from 'fast-check'
import { pick } from '../book'
import type { RefundEnd } from '../providers/far-provider'
import { backMoney, command, hasMoney, index } from './command'

/** What comes from the providers, and who else talks like one. */

const hasBack = (book: Parameters<typeof backMoney>[0]) => backMoney(book).length > 0

export const deliver = fc
  .record({ at: index, form: fc.constantFrom('A' as const, 'B' as const), times: fc.constantFrom(1, 1, 2, 4) })
  .map(({ at, form, times }) =>
    command(`deliver ${at} in form ${form}, ${times} times at once`, hasMoney, (book, run) =>
      run.deliver(pick(book.money, at).id, { of: 'payment', form, times }),
    ),
  )

export const deliverAllBackwards = fc.constant(
  command('deliver everything, the newest first', hasMoney, async (book, run) => {
    for (const { id } of backMoney(book).toReversed()) await run.deliver(id, { of: 'refund' })
    for (const { id } of book.money.toReversed()) await run.deliver(id)
  }),
)

export const deliverRefund = fc
  .tuple(index, fc.constantFrom('A' as const, 'B' as const))
  .map(([at, form]) =>
    command(`deliver the refund of ${at} in form ${form}`, hasBack, (book, run) =>
      run.deliver(pick(backMoney(book), at).id, { of: 'refund', form }),
    ),
  )

export const forge = fc
  .tuple(index, fc.constantFrom('wrong_secret', 'unsigned', 'tampered'))
  .map(([at, forged]) =>
    command(`forge ${at}: ${forged}`, hasMoney, (book, run) =>
      run.deliver(pick(book.money, at).id, { of: 'payment', forged }),
    ),
  )

export const endRefund = fc.tuple(index, fc.boolean()).map(([at, isCompleted]) =>
  command(
    `the refund on its way ${at} ends ${isCompleted ? 'well' : 'badly'}`,
    (book) => book.going.length > 0,
    (book, run) => run.endRefund(pick(book.going, at), isCompleted),
  ),
)

export const refundThere = fc
  .record({
    at: index,
    amountMinor: fc.constantFrom(null, 1, 399),
    end: fc.constantFrom<RefundEnd[]>('completed', 'pending'),
  })
  .map(({ at, amountMinor, end }) =>
    command(`refund ${amountMinor ?? 'all'} of ${at} at the provider: ${end}`, hasMoney, (book, run) =>
      run.refundThere(pick(book.money, at).id, amountMinor, end),
    ),
  )
