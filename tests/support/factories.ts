import { randomBytes } from 'node:crypto'
import { inTransaction, prisma } from '@/lib/db'
import type { OrderStatus } from '@/lib/orders/model'
import { issueOrderToken } from '@/lib/orders/tokens'
import { hashToken, newToken } from '@/lib/shared/token'

/** Rows for tests, each complete and believable by default; a test names only what it is about. */

const minuteMs = 60_000
const dayMs = 86_400_000
const paidStatuses: OrderStatus[] = ['paid', 'partially_refunded']

export const testNow = new Date('2026-11-20T12:00:00.000Z')

const stored = (bytes: Buffer) => Uint8Array.from(bytes)
const unique = () => randomBytes(6).toString('hex')

export type ProductFacts = {
  slug?: string
  name?: string
  kind?: 'physical' | 'digital'
  status?: 'draft' | 'published'
  priceMinor?: number
  currency?: string
  stock?: number | null
  file?: { fileName: string; storageKey: string; contentType: string; byteLength: number }
}

/** A published product with one variant, in a category of its own. */
export async function makeProduct(facts: ProductFacts = {}) {
  const slug = facts.slug ?? `product-${unique()}`
  const category = await prisma().category.create({
    data: { slug: `category-${unique()}`, name: 'Paper', intro: 'Things to write on.', ground: 'paper', position: 1 },
  })
  const product = await prisma().product.create({
    data: {
      slug,
      name: facts.name ?? 'Pocket notebook',
      summary: 'Forty-eight pages.',
      description: 'A notebook that fits in a pocket.',
      kind: facts.kind ?? 'physical',
      status: facts.status ?? 'published',
      categoryId: category.id,
      createdAt: testNow,
      updatedAt: testNow,
      variants: {
        create: {
          sku: `SKU-${unique()}`,
          priceMinor: facts.priceMinor ?? 1_200,
          currency: facts.currency ?? 'USD',
          stock: facts.stock === undefined ? 20 : facts.stock,
          position: 1,
        },
      },
      ...(facts.file ? { file: { create: facts.file } } : {}),
    },
    include: { variants: true },
  })
  const [variant] = product.variants
  if (!variant) throw new Error('the product was made without its variant')
  return { productId: product.id, variantId: variant.id, slug, categoryId: category.id }
}

/** A server-side cart and the token its browser would hold. */
export async function makeCart(lines: { variantId: number; quantity?: number; seenPriceMinor?: number }[] = []) {
  const token = newToken()
  const cart = await prisma().cart.create({
    data: {
      tokenHash: stored(hashToken(token)),
      createdAt: testNow,
      updatedAt: testNow,
    },
  })
  const rows = lines.map(({ variantId, quantity = 1, seenPriceMinor = 1_200 }) => ({
    cartId: cart.id,
    variantId,
    quantity,
    seenPriceMinor,
    addedAt: testNow,
  }))
  await prisma().cartLine.createMany({ data: rows })
  return { cartId: cart.id, token }
}

export type LineFacts = {
  variantId?: number
  productName?: string
  optionsText?: string
  kind?: 'physical' | 'digital'
  unitPriceMinor?: number
  quantity?: number
  /** A trial's line: its price is asked for when the trial is over. */
  trial?: { days: number; priceMinor: number }
}

export type OrderFacts = {
  /** Counted up unless given; two processes on one database have to tell theirs apart. */
  number?: number
  status?: OrderStatus
  mode?: 'test' | 'live'
  email?: string
  name?: string
  address?: { line1: string; line2: string; city: string; region: string; postalCode: string; country: string } | null
  lines?: LineFacts[]
  placedAt?: Date
  paidAt?: Date
  receiptNumber?: number
  fulfilment?: 'unfulfilled' | 'partly_fulfilled' | 'fulfilled'
  paidLate?: boolean
  paidTwice?: boolean
  refundDueMinor?: number
  buyerToken?: string
  stockState?: 'held' | 'released' | 'sold'
}

export const testAddress = {
  line1: '12 Harbour Lane',
  line2: '',
  city: 'Bristol',
  region: '',
  postalCode: 'BS1 4XX',
  country: 'GB',
}

let receiptNumber = 0
let orderNumber = 5_000

function lineRows(lines: LineFacts[]) {
  return lines.map((line, index) => {
    const { productName = 'Pocket notebook', unitPriceMinor = 1_200, quantity = 1 } = line
    return {
      position: index + 1,
      variantId: line.variantId ?? null,
      productSlug: productName.toLowerCase().replaceAll(' ', '-'),
      productName,
      optionsText: line.optionsText ?? '',
      sku: 'SKU-1',
      kind: line.kind ?? ('physical' as const),
      unitPriceMinor,
      quantity,
      totalMinor: unitPriceMinor * quantity,
      ...(line.trial && {
        planInterval: 'month' as const,
        planPriceMinor: line.trial.priceMinor,
        trialDays: line.trial.days,
      }),
    }
  })
}

function paidFacts(facts: OrderFacts, placedAt: Date) {
  if (!facts.paidAt && !paidStatuses.includes(facts.status ?? 'awaiting_payment')) return {}
  receiptNumber += 1
  return {
    paidAt: facts.paidAt ?? new Date(placedAt.getTime() + minuteMs),
    receiptNumber: facts.receiptNumber ?? receiptNumber,
  }
}

/** An order with its lines, and a return link to it; two things worth $24.00 unless told otherwise. */
export async function makeOrder(facts: OrderFacts = {}) {
  const placedAt = facts.placedAt ?? testNow
  const email = facts.email ?? `ada-${unique()}@example.com`
  const name = facts.name ?? 'Ada Lovelace'
  const buyerToken = facts.buyerToken ?? newToken()
  const lines = lineRows(facts.lines ?? [{ quantity: 2 }])
  const totalMinor = lines.reduce((sum, line) => sum + line.totalMinor, 0)
  orderNumber += 1
  const order = await prisma().order.create({
    data: {
      number: facts.number ?? orderNumber,
      mode: facts.mode ?? 'test',
      status: facts.status ?? 'awaiting_payment',
      fulfilment: facts.fulfilment ?? 'unfulfilled',
      currency: 'USD',
      subtotalMinor: totalMinor,
      totalMinor,
      customer: { connectOrCreate: { where: { email }, create: { email, name, createdAt: placedAt } } },
      email,
      name,
      ...(facts.address === null ? {} : { address: facts.address ?? testAddress }),
      cartFingerprint: stored(randomBytes(32)),
      buyerTokenHash: stored(hashToken(buyerToken)),
      stockState: facts.stockState ?? 'held',
      holdExpiresAt: new Date(placedAt.getTime() + 60 * minuteMs),
      expiresAt: new Date(placedAt.getTime() + dayMs),
      placedAt,
      ...paidFacts(facts, placedAt),
      paidLate: facts.paidLate ?? false,
      paidTwice: facts.paidTwice ?? false,
      refundDueMinor: facts.refundDueMinor ?? 0,
      lines: { create: lines },
    },
  })
  const token = await makeOrderToken(order.id, { expiresAt: new Date(placedAt.getTime() + 90 * dayMs) })
  return { orderId: order.id, number: order.number, totalMinor, token, buyerToken, email }
}

/** Another link to an order. */
export function makeOrderToken(orderId: number, facts: { purpose?: 'return_link' | 'mail'; expiresAt?: Date } = {}) {
  const { purpose = 'return_link', expiresAt = new Date(testNow.getTime() + 90 * dayMs) } = facts
  return inTransaction((tx) => issueOrderToken(tx, { orderId, purpose, at: testNow, expiresAt }))
}
