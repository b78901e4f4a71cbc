import { afterEach, describe, expect, it } from 'vitest'
import { inTransaction, prisma } from '@/lib/db'
import { postRefund } from '@/lib/ledger/post-refund'
import { verifyLedger } from '@/lib/ledger/verify-ledger'
import { markPaidByHand } from '@/lib/settlement/mark-paid'
import { settlePayment } from '@/lib/settlement/settle-payment'
import { askForMoney, clearBooks, completeRefund, readBooks, settleProof } from '@/tests/support/books'
import { makeProduct, testNow } from '@/tests/support/factories'

const clock = { now: () => testNow }

async function markByHand(orderId: number) {
  const merchant = await prisma().merchant.upsert({
    where: { email: 'owner@example.com' },
    create: { email: 'owner@example.com', name: 'Owner', passwordHash: 'x', createdAt: testNow },
    update: {},
  })
  return markPaidByHand({ orderId, merchantId: merchant.id, reason: 'Spoke with the buyer.', clock })
}

async function expectAgreement() {
  expect((await verifyLedger()).disagreements).toEqual([])
}

afterEach(clearBooks)

describe('settlement posts', () => {
  it('the charge of a payment that pays its order, once', async () => {
    const { proofOf, number } = await askForMoney()
    const proof = proofOf()
    await settleProof(proof)
    await settleProof(proof)
    expect(await readBooks()).toMatchObject([
      {
        postingKey: `charge:pocketsflow:test:${proof.providerOrderId}`,
        kind: 'charge',
        orderNumber: number,
        currency: 'USD',
        entries: { provider: 2_540, fees: 100, sales: -2_400, tax: -240 },
        sealedAt: null,
      },
    ])
    await expectAgreement()
  })

  it('one charge for a payment that twenty tell at once', async () => {
    const { proofOf } = await askForMoney()
    const proof = proofOf()
    await Promise.all(Array.from({ length: 20 }, () => settleProof(proof)))
    expect(await readBooks()).toHaveLength(1)
    await expectAgreement()
  })

  it('tax and fee when they are told later, and once', async () => {
    const { proofOf } = await askForMoney()
    const proof = proofOf({ feeMinor: null, taxMinor: null, netMinor: null })
    await settleProof(proof)
    await settleProof({ ...proof, feeMinor: 100 })
    await settleProof({ ...proof, feeMinor: 100, taxMinor: 240 })
    await settleProof({ ...proof, feeMinor: 100, taxMinor: 240 })
    expect((await readBooks()).map(({ kind, entries }) => ({ kind, entries }))).toEqual([
      { kind: 'charge', entries: { provider: 2_640, sales: -2_640 } },
      { kind: 'fee', entries: { provider: -100, fees: 100 } },
      { kind: 'tax', entries: { sales: 240, tax: -240 } },
    ])
    await expectAgreement()
  })

  it('a second payment as owed to its buyer', async () => {
    const { proofOf } = await askForMoney()
    await settleProof(proofOf())
    await settleProof(proofOf())
    expect((await readBooks()).at(-1)).toMatchObject({
      kind: 'duplicate',
      entries: { provider: 2_540, fees: 100, owed_to_buyers: -2_640 },
    })
    await expectAgreement()
  })

  it('money that differs as owed, and as earned once a merchant marks the order paid', async () => {
    const { proofOf, orderId } = await askForMoney()
    await settleProof(proofOf({ grossMinor: 2_500, preTaxMinor: 2_260 }))
    expect(await readBooks()).toMatchObject([{ kind: 'mismatch', entries: { owed_to_buyers: -2_500 } }])
    await expectAgreement()
    expect((await markByHand(orderId)).ok).toBe(true)
    expect((await readBooks()).at(-1)).toMatchObject({
      kind: 'kept',
      entries: { owed_to_buyers: 2_500, sales: -2_260, tax: -240 },
    })
    await expectAgreement()
  })

  it('money for goods that were sold out as owed, and as earned once a merchant sends them all the same', async () => {
    const { variantId } = await makeProduct({ stock: 0 })
    const facts = { status: 'expired', stockState: 'released', lines: [{ variantId, quantity: 2 }] } as const
    const { proofOf, orderId } = await askForMoney({ ...facts, lines: [...facts.lines] })
    expect(await settleProof(proofOf())).toMatchObject({ outcome: 'sold_out' })
    expect(await readBooks()).toMatchObject([{ kind: 'held', entries: { owed_to_buyers: -2_640 } }])
    await expectAgreement()
    await prisma().variant.update({ where: { id: variantId }, data: { stock: 2 } })
    expect((await markByHand(orderId)).ok).toBe(true)
    expect((await readBooks()).at(-1)).toMatchObject({ kind: 'kept', entries: { owed_to_buyers: 2_640 } })
    await expectAgreement()
  })

  it('money behind an order that was marked paid by hand as earned', async () => {
    const { proofOf, orderId } = await askForMoney()
    await markByHand(orderId)
    expect(await readBooks()).toEqual([])
    await expectAgreement()
    await settleProof(proofOf())
    expect(await readBooks()).toMatchObject([{ kind: 'charge', entries: { sales: -2_400 } }])
    await expectAgreement()
  })

  it('money that no order explains, and moves it to its order when that is found', async () => {
    const { proofOf, number } = await askForMoney()
    const proof = proofOf()
    const stray = { ...proof, orderNumber: null, nonce: null }
    await settleProof(stray)
    await settleProof(stray)
    expect(await readBooks()).toMatchObject([
      { kind: 'unmatched', orderNumber: null, entries: { unexplained: -2_640 } },
    ])
    await expectAgreement()
    expect(await settleProof(proof)).toMatchObject({ outcome: 'paid' })
    expect((await readBooks()).at(-1)).toMatchObject({
      kind: 'matched',
      orderNumber: number,
      entries: { unexplained: 2_640, sales: -2_400, tax: -240 },
    })
    await expectAgreement()
  })

  it('money that was given back before it was seen as owed until the refund is posted', async () => {
    const { proofOf } = await askForMoney()
    const proof = proofOf({ isRefunded: true })
    expect(await settleProof(proof)).toMatchObject({ outcome: 'refunded' })
    await completeRefund(proof.providerOrderId, 2_640)
    expect((await readBooks()).at(-1)).toMatchObject({
      kind: 'refund',
      entries: { provider: -2_640, owed_to_buyers: 2_640 },
    })
    await expectAgreement()
  })

  it('nothing when settlement does not commit', async () => {
    const { proofOf } = await askForMoney()
    const settlement = {
      proof: proofOf(),
      confirmedBy: 'sweep',
      figuresFrom: 'api',
      discountTotalsMinor: [],
      at: testNow,
    } as const
    const crash = settlePayment(settlement, {}, () => Promise.reject(new Error('cut off')))
    await expect(crash).rejects.toThrow('cut off')
    expect(await readBooks()).toEqual([])
    await expectAgreement()
  })
})

describe('a refund', () => {
  it('in parts gives back exactly the tax by the last cent, each part once', async () => {
    const { proofOf } = await askForMoney()
    const proof = proofOf()
    await settleProof(proof)
    const first = await completeRefund(proof.providerOrderId, 1_001)
    await completeRefund(proof.providerOrderId, 999)
    await completeRefund(proof.providerOrderId, 640)
    await inTransaction((tx) => postRefund(tx, { refundId: first, at: testNow }))
    const refunds = (await readBooks()).filter(({ kind }) => kind === 'refund')
    expect(refunds).toHaveLength(3)
    expect(refunds.reduce((sum, { entries }) => sum + (entries.tax ?? 0), 0)).toBe(240)
    await expectAgreement()
  })

  it('of two at once counts each', async () => {
    const { proofOf } = await askForMoney()
    const proof = proofOf()
    await settleProof(proof)
    await Promise.all([completeRefund(proof.providerOrderId, 333), completeRefund(proof.providerOrderId, 334)])
    await expectAgreement()
  })

  it('before the tax is known shares the tax when it is told', async () => {
    const { proofOf } = await askForMoney()
    const proof = proofOf({ taxMinor: null })
    await settleProof(proof)
    await completeRefund(proof.providerOrderId, 1_320)
    await settleProof({ ...proof, taxMinor: 240 })
    expect((await readBooks()).at(-1)).toMatchObject({ kind: 'tax', entries: { sales: 240, tax: -120, refunds: -120 } })
    await expectAgreement()
  })

  it('that is not completed is never posted', async () => {
    const { proofOf } = await askForMoney()
    const proof = proofOf()
    await settleProof(proof)
    const refundId = await completeRefund(proof.providerOrderId, 100)
    await prisma().refund.update({ where: { id: refundId }, data: { state: 'pending' } })
    await expect(inTransaction((tx) => postRefund(tx, { refundId, at: testNow }))).rejects.toThrow('not completed')
  })
})

describe('erasing a person', () => {
  it('leaves the books as they are', async () => {
    const { proofOf, orderId, email } = await askForMoney()
    await settleProof(proofOf())
    await prisma().payment.updateMany({ data: { buyerEmail: null } })
    await prisma().order.update({ where: { id: orderId }, data: { email: 'erased', name: 'erased', address: {} } })
    await prisma().customer.update({ where: { email }, data: { email: `erased-${orderId}`, name: 'erased' } })
    expect(JSON.stringify(await readBooks())).not.toContain('@')
    await expectAgreement()
  })
})
