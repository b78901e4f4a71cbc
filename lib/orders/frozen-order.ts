import 'server-only'
import { z } from 'zod'
import type { Prisma } from '@/lib/db'
import type { Address, OrderLineView, ShopperOrder } from './model'

const storedAddress = z.object({
  line1: z.string(),
  line2: z.string().default(''),
  city: z.string(),
  region: z.string().default(''),
  postalCode: z.string().default(''),
  country: z.string(),
})

/** What every view of one order for its shopper reads: the page and the mails. */
export const frozenOrderSelect = {
  id: true,
  number: true,
  status: true,
  fulfilment: true,
  currency: true,
  subtotalMinor: true,
  discountMinor: true,
  totalMinor: true,
  receiptNumber: true,
  placedAt: true,
  paidAt: true,
  expiresAt: true,
  paidLate: true,
  paidTwice: true,
  refundDueMinor: true,
  email: true,
  name: true,
  address: true,
  lines: {
    orderBy: { position: 'asc' },
    select: {
      productSlug: true,
      productName: true,
      optionsText: true,
      kind: true,
      imageSrc: true,
      unitPriceMinor: true,
      quantity: true,
      totalMinor: true,
    },
  },
  payments: {
    where: { verdict: { in: ['settles', 'late'] } },
    select: { grossMinor: true, taxMinor: true, refundedMinor: true },
  },
  refunds: { where: { state: { in: ['pending', 'completed'] } }, select: { amountMinor: true, state: true } },
} satisfies Prisma.OrderSelect

type Row = Prisma.OrderGetPayload<{ select: typeof frozenOrderSelect }>

/** The parts of an order that its page and its mails have in common; amounts in minor units. */
export type FrozenOrder = Omit<
  ShopperOrder,
  'contact' | 'maskedEmail' | 'paymentUrl' | 'nextItem' | 'hasSubscription'
> & {
  email: string
  name: string
  address: Address | null
  lines: OrderLineView[]
}

/** What was paid in all and the tax in it; tax is null as soon as one payment did not tell it. */
export function paidFigures(payments: { grossMinor: number; taxMinor: number | null }[]): {
  grossMinor: number | null
  taxMinor: number | null
} {
  if (payments.length === 0) return { grossMinor: null, taxMinor: null }
  const grossMinor = payments.reduce((sum, payment) => sum + payment.grossMinor, 0)
  const taxes = payments.map((payment) => payment.taxMinor)
  const taxMinor = taxes.reduce((sum, tax) => (sum === null || tax === null ? null : sum + tax), 0)
  return { grossMinor, taxMinor }
}

type RefundRow = { amountMinor: number; state: string }

const sumOf = (refunds: RefundRow[], state: string) =>
  refunds.filter((refund) => refund.state === state).reduce((sum, refund) => sum + refund.amountMinor, 0)

/** A database row as the shopper's page and mails show it. */
export function toFrozenOrder({ payments, refunds, number, address, ...row }: Row): FrozenOrder {
  return {
    ...row,
    ...paidFigures(payments),
    refundedMinor: payments.reduce((sum, payment) => sum + payment.refundedMinor, 0),
    sentBackMinor: sumOf(refunds, 'completed'),
    goingBackMinor: sumOf(refunds, 'pending'),
    number: String(number),
    address: address === null ? null : storedAddress.parse(address),
  }
}
