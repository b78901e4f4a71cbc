import 'server-only'
import type { Tx } from '@/lib/db'
import type { OrderStatus } from './model'
import { writeTimeline } from './timeline'

const inWords = (status: OrderStatus) => status.replaceAll('_', ' ')

/** Why the table of moves refuses one, for a story: “from paid it cannot become cancelled”. Pure. */
export const noSuchMove = (from: OrderStatus, to: OrderStatus): string =>
  `from ${inWords(from)} it cannot become ${inWords(to)}`

type RefusedMove = { orderId: number; merchantId: number; at: Date; text: string }

/** Writes into an order's story that a merchant asked for a move it cannot make, and why. */
export async function noteRefusedMove(tx: Tx, { orderId, merchantId, at, text }: RefusedMove): Promise<void> {
  await writeTimeline(tx, { orderId, merchantId, at, text, actor: 'merchant', kind: 'refused' })
}
