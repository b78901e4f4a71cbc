import { inTransaction, prisma, rows, sql } from '@/lib/db'
import { postRefund } from '@/lib/ledger/post-refund'
import type { PaymentProof } from '@/lib/settlement/judge-payment'
import { settlePayment } from '@/lib/settlement/settle-payment'
import { makeOrder, type OrderFacts, testNow } from './factories'
import { makeAttempt } from './payment-factories'

let payments = 0

/** An order with an open payment page, and the proof of a payment that agrees with it: $24.00 and $2.40 of tax. */
export async function askForMoney(facts: OrderFacts = {}) {
  const order = await makeOrder(facts)
  const { nonce } = await makeAttempt(order.orderId)
  const proofOf = (changes: Partial<PaymentProof> = {}): PaymentProof => {
    payments += 1
    return {
      provider: 'pocketsflow',
      mode: 'test',
      providerOrderId: `po_${payments}`,
      sessionId: null,
      providerProductId: null,
      orderNumber: String(order.number),
      nonce,
      currency: 'usd',
      grossMinor: 2_640,
      preTaxMinor: 2_400,
      taxMinor: 240,
      feeMinor: 100,
      netMinor: 2_300,
      buyerEmail: order.email,
      isRefunded: false,
      ...changes,
    }
  }
  return { ...order, proofOf }
}

/** Settles a payment as the provider's API tells it. */
export const settleProof = (proof: PaymentProof) =>
  settlePayment({ proof, confirmedBy: 'sweep', figuresFrom: 'api', discountTotalsMinor: [], at: testNow })

/** The ledger as it stands, oldest first, entries by account. */
export async function readBooks() {
  const transactions = await prisma().ledgerTransaction.findMany({ include: { entries: true }, orderBy: { id: 'asc' } })
  return transactions.map(({ entries, ...transaction }) => ({
    ...transaction,
    entries: Object.fromEntries(entries.map(({ account, amountMinor }) => [account, amountMinor])),
  }))
}

/** A refund that the provider completed, on its payment's row and in the ledger. */
export async function completeRefund(providerOrderId: string, amountMinor: number) {
  const payment = await prisma().payment.update({
    where: { provider_mode_providerOrderId: { provider: 'pocketsflow', mode: 'test', providerOrderId } },
    data: { refundedMinor: { increment: amountMinor } },
  })
  const refund = await prisma().refund.create({
    data: {
      orderId: payment.orderId,
      paymentId: payment.id,
      provider: 'pocketsflow',
      mode: 'test',
      providerRefundId: `re_${payment.id}_${payment.refundedMinor}`,
      amountMinor,
      currency: 'USD',
      reason: 'Came broken.',
      state: 'completed',
      fromShop: false,
      createdAt: testNow,
      settledAt: testNow,
    },
  })
  await inTransaction((tx) => postRefund(tx, { refundId: refund.id, at: testNow }))
  return refund.id
}

/** Does to the ledger what its triggers refuse, as somebody with the database's own rights could. */
export async function tamper(...statements: ReturnType<typeof sql>[]) {
  await inTransaction(async (tx) => {
    for (const table of [sql`ledger_transactions`, sql`ledger_entries`]) {
      await tx.rows(sql`alter table ${table} disable trigger user`)
    }
    for (const statement of statements) await tx.rows(statement)
    for (const table of [sql`ledger_transactions`, sql`ledger_entries`]) {
      await tx.rows(sql`alter table ${table} enable trigger user`)
    }
  })
}

/** An empty shop but for its catalogue. */
export async function clearBooks() {
  await tamper(sql`delete from ledger_entries`, sql`delete from ledger_transactions`)
  await rows(sql`delete from refunds`)
  await rows(sql`delete from payments`)
  await rows(sql`update orders set confirmed_by = 'merchant'`)
}
