import 'server-only'
import { sql, type Tx } from '@/lib/db'
import { announceCatalogChange } from './announce'
import { stockLabel } from './model'

export type StockMove = { lineId: number; variantId: number; quantity: number }

type Moved = { stock: number; slug: string }

async function announceChangedLabels(tx: Tx, moves: (Moved & { before: number })[]): Promise<void> {
  const slugs = moves.filter((move) => stockLabel(move.before) !== stockLabel(move.stock)).map((move) => move.slug)
  if (slugs.length > 0) await announceCatalogChange(tx, [...new Set(slugs)])
}

const byVariant = (moves: StockMove[]) => [...moves].sort((a, b) => a.variantId - b.variantId)

/**
 * Takes the lines' units off their variants and notes on each line how many it took (none when unlimited). Variants are
 * touched in the order of their ids, so that two takers never wait for each other in a circle.
 * @returns the lines that could not be served; then the caller must roll back.
 */
export async function takeStock(tx: Tx, moves: StockMove[]): Promise<StockMove[]> {
  const missing: StockMove[] = []
  const moved: (Moved & { before: number })[] = []
  for (const move of byVariant(moves)) {
    const [taken] = await tx.rows<{ stock: number | null; slug: string }>(sql`
      update variants v set stock = v.stock - ${move.quantity} from products p
      where v.id = ${move.variantId} and p.id = v.product_id and (v.stock is null or v.stock >= ${move.quantity})
      returning v.stock, p.slug`)
    if (!taken) {
      missing.push(move)
    } else if (taken.stock !== null) {
      moved.push({ stock: taken.stock, slug: taken.slug, before: taken.stock + move.quantity })
      await tx.rows(sql`update order_lines set stock_taken = ${move.quantity} where id = ${move.lineId}`)
    }
  }
  if (missing.length === 0) await announceChangedLabels(tx, moved)
  return missing
}

/**
 * Locks variants in the order of their ids, before a transaction gives back and takes stock in several steps: two such
 * transactions then never wait for each other in a circle.
 */
export async function lockVariants(tx: Tx, variantIds: number[]): Promise<void> {
  await tx.rows(sql`select id from variants where id = any(${variantIds}) order by id for no key update`)
}

/** Gives back what an order's lines took. Safe to repeat: a line gives back once. */
export async function returnStock(tx: Tx, orderId: number): Promise<void> {
  const lines = await tx.rows<{ id: number; variantId: number; quantity: number }>(sql`
    select id, variant_id as "variantId", stock_taken as quantity from order_lines
    where order_id = ${orderId} and stock_taken > 0 and variant_id is not null order by variant_id for update`)
  const moved: (Moved & { before: number })[] = []
  for (const line of lines) {
    await tx.rows(sql`update order_lines set stock_taken = 0 where id = ${line.id}`)
    const [given] = await tx.rows<Moved>(sql`
      update variants v set stock = v.stock + ${line.quantity} from products p
      where v.id = ${line.variantId} and p.id = v.product_id and v.stock is not null returning v.stock, p.slug`)
    if (given) moved.push({ ...given, before: given.stock - line.quantity })
  }
  await announceChangedLabels(tx, moved)
}
