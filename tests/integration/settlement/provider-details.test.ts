import { expect, it } from 'vitest'
import { prisma } from '@/lib/db'
import { settlePayment } from '@/lib/settlement/settle-payment'
import { askForMoney, settleProof } from '@/tests/support/books'
import { testNow } from '@/tests/support/factories'

const invoice = { label: 'Invoice', value: 'INV-7', href: 'https://store.example/invoice/7' }

const detailsOf = async (providerOrderId: string) =>
  (await prisma().payment.findFirstOrThrow({ where: { providerOrderId } })).providerDetails

it('what else the provider tells of a payment is kept with it', async () => {
  const { proofOf } = await askForMoney()
  const proof = proofOf({ details: [{ label: 'Order', value: 'AB12' }, invoice] })
  expect(await settleProof(proof)).toMatchObject({ outcome: 'paid' })
  expect(await detailsOf(proof.providerOrderId)).toEqual([{ label: 'Order', value: 'AB12' }, invoice])
})

it('comes later where only the API knows it, and is never lost again', async () => {
  const { proofOf } = await askForMoney()
  const proof = proofOf()
  const signed = { confirmedBy: 'webhook', figuresFrom: 'webhook', discountTotalsMinor: null, at: testNow } as const
  await settlePayment({ proof, ...signed })
  expect(await detailsOf(proof.providerOrderId)).toEqual([])
  await settleProof({ ...proof, details: [invoice] })
  expect(await detailsOf(proof.providerOrderId)).toEqual([invoice])
  await settleProof(proof)
  expect(await detailsOf(proof.providerOrderId)).toEqual([invoice])
})

it('a payment that comes without its order’s number finds it by the provider’s checkout', async () => {
  const { orderId, proofOf } = await askForMoney()
  const nameless = { orderNumber: null, nonce: null }
  await prisma().attempt.updateMany({ where: { orderId }, data: { providerSessionId: 'fcs_77' } })
  expect(await settleProof(proofOf({ ...nameless, sessionId: 'fcs_78' }))).toMatchObject({ outcome: 'unmatched' })
  expect(await settleProof(proofOf({ ...nameless, sessionId: 'fcs_77' }))).toEqual({ outcome: 'paid', orderId })
})
