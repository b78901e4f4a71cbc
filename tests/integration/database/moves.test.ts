import { expect, it } from 'vitest'
import { rows, sql } from '@/lib/db'
import { type OrderStatus, orderStatuses } from '@/lib/orders/model'
import { canMove } from '@/lib/orders/transitions'
import { makeOrder } from '@/tests/support/factories'

const pairs = orderStatuses.flatMap((from) => orderStatuses.map((to) => [from, to] as const))

/** A paid order has its receipt number; whatever else a move brings along is not looked at here. */
const move = (orderId: number, to: OrderStatus) =>
  rows<{ status: OrderStatus }>(sql`
    update orders set status = ${to}::order_status, paid_at = coalesce(paid_at, placed_at),
      receipt_number = coalesce(receipt_number, 900000 + id) where id = ${orderId} returning status`)

const possible = pairs.filter(([from, to]) => from === to || canMove(from, to))
const impossible = pairs.filter((pair) => !possible.includes(pair))

it.each(possible)('the database lets an order that is %s become %s', async (from, to) => {
  const { orderId } = await makeOrder({ status: from })
  expect(await move(orderId, to)).toEqual([{ status: to }])
})

it.each(impossible)(
  'the database refuses that an order that is %s becomes %s, whatever the code does',
  async (from, to) => {
    const { orderId } = await makeOrder({ status: from })
    await expect(move(orderId, to)).rejects.toThrow(`cannot move from ${from} to ${to}`)
  },
)
