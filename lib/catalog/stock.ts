import 'server-only'
import { sql, type Tx } from '@/lib/db'
import { announceCatalogChange } from './announce'
import { stockLabel } from './model'

/** Units of a variant that a line of an order takes. */
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

async function giveBack(tx: Tx, variantId: number, quantity: number): Promise<(Moved & { before: number }) | null> {
  const [given] = await tx.rows<Moved>(sql`
    update variants v set stock = v.stock + ${quantity} from products p
    where v.id = ${variantId} and p.id = v.product_id and v.stock is not null returning v.stock, p.slug`)
  return given ? { ...given, before: given.stock - quantity } : null
}

/** Gives back what an order's lines took. Safe to repeat: a line gives back once. */
export async function returnStock(tx: Tx, orderId: number): Promise<void> {
  const lines = await tx.rows<{ id: number; variantId: number; quantity: number }>(sql`
    select id, variant_id as "variantId", stock_taken as quantity from order_lines
    where order_id = ${orderId} and stock_taken > 0 and variant_id is not null order by variant_id for update`)
  const moved: (Moved & { before: number })[] = []
  for (const line of lines) {
    await tx.rows(sql`update order_lines set stock_taken = 0 where id = ${line.id}`)
    const given = await giveBack(tx, line.variantId, line.quantity)
    if (given) moved.push(given)
  }
  await announceChangedLabels(tx, moved)
}

/**
 * Gives single units of lines back, at most as many as each line still has taken. Call it once per cause, with the order
 * locked. @returns how many units of each line went back.
 */
export async function returnUnits(
  tx: Tx,
  units: readonly { lineId: number; quantity: number }[],
): Promise<Map<number, number>> {
  const lineIds = units.map((unit) => unit.lineId)
  const taken = await tx.rows<{ id: number; variantId: number; stockTaken: number }>(sql`
    select id, variant_id as "variantId", stock_taken as "stockTaken" from order_lines
    where id = any(${lineIds}) and stock_taken > 0 and variant_id is not null order by variant_id for update`)
  const returned = new Map<number, number>()
  const moved: (Moved & { before: number })[] = []
  for (const line of taken) {
    const asked = units.find((unit) => unit.lineId === line.id)?.quantity ?? 0
    const quantity = Math.min(asked, line.stockTaken)
    await tx.rows(sql`update order_lines set stock_taken = stock_taken - ${quantity} where id = ${line.id}`)
    const given = await giveBack(tx, line.variantId, quantity)
    if (given) moved.push(given)
    returned.set(line.id, quantity)
  }
  await announceChangedLabels(tx, moved)
  return returned
}
