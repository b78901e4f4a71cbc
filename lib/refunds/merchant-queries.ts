import 'server-only'
import { requireMerchant } from '@/lib/auth/require-merchant'
import { inTransaction, prisma } from '@/lib/db'
import { findProvider } from '@/lib/payments/providers'
import { refundOfPeriod } from '@/lib/subscriptions/periods'
import type { RefundPanelView, RefundView } from './model'
import { coveringPayments, lineGrosses, refundableMinor, unitsMinor } from './plan-refund'
import { type RefundCase, readRefundCase, type StatePayment } from './refund-case'

const readRefunds = (orderId: number) =>
  prisma().refund.findMany({
    where: { orderId },
    orderBy: { id: 'desc' },
    include: {
      merchant: { select: { name: true } },
      payment: { select: { providerOrderId: true } },
      lines: { select: { quantity: true, orderLine: { select: { productName: true } } } },
    },
  })

const toView = ({
  merchant,
  payment,
  lines,
  ...refund
}: Awaited<ReturnType<typeof readRefunds>>[number]): RefundView => ({
  ...refund,
  merchantName: merchant?.name ?? null,
  providerOrderId: payment.providerOrderId,
  items: lines.map(({ quantity, orderLine }) => `${quantity} × ${orderLine.productName}`),
})

const readOrder = (orderId: number) =>
  prisma().order.findUniqueOrThrow({
    where: { id: orderId },
    select: {
      currency: true,
      fulfilment: true,
      lines: { select: { id: true, productName: true, optionsText: true } },
      payments: { select: { id: true, taxMinor: true } },
    },
  })

type OrderRow = Awaited<ReturnType<typeof readOrder>>

function panelLines(refundCase: RefundCase, order: OrderRow): RefundPanelView['lines'] {
  const grosses = lineGrosses(refundCase)
  const names = new Map(
    order.lines.map((line) => [line.id, [line.productName, line.optionsText].filter(Boolean).join(', ')]),
  )
  return refundCase.lines.flatMap((line) => {
    const grossMinor = grosses.get(line.id)
    const leftUnits = line.quantity - line.refundedUnits
    if (grossMinor === undefined || leftUnits <= 0) return []
    return [
      {
        id: line.id,
        name: names.get(line.id) ?? '',
        leftUnits,
        nextUnitMinor: unitsMinor(line, grossMinor, 1),
        leftMinor: unitsMinor(line, grossMinor, leftUnits),
      },
    ]
  })
}

/** Each payment's tax goes back in the proportion in which the payment does. */
function leftTaxMinor(covering: RefundCase['payments'], order: OrderRow): number | null {
  const taxes = new Map(order.payments.map(({ id, taxMinor }) => [id, taxMinor]))
  let sumMinor = 0
  for (const payment of covering) {
    const taxMinor = taxes.get(payment.id) ?? null
    if (taxMinor === null) return null
    sumMinor += payment.grossMinor === 0 ? 0 : Math.round((taxMinor * refundableMinor(payment)) / payment.grossMinor)
  }
  return sumMinor
}

/** Whether this money goes back by another hand than ours, and whose. */
const elsewhereOf = ({
  provider,
  providerOrderId,
}: Pick<StatePayment, 'provider' | 'providerOrderId'>): string | null =>
  findProvider(provider)?.words.refundsElsewhere ?? refundOfPeriod(providerOrderId)

/** What the refund panel of an order shows: what is left, by whole, line and payment, and every refund. Merchants only. */
export async function findRefundPanel(orderId: number): Promise<RefundPanelView> {
  await requireMerchant()
  const refundCase = await inTransaction((tx) => readRefundCase(tx, { orderId }))
  const [order, refunds] = await Promise.all([readOrder(orderId), readRefunds(orderId)])
  const ids = new Set(coveringPayments(refundCase).map(({ id }) => id))
  const covering = refundCase.payments.filter(({ id }) => ids.has(id))
  const others = refundCase.payments.filter((payment) => !ids.has(payment.id) && refundableMinor(payment) > 0)
  return {
    currency: covering[0]?.currency ?? order.currency,
    leftMinor: covering.reduce((sum, payment) => sum + refundableMinor(payment), 0),
    leftTaxMinor: leftTaxMinor(covering, order),
    isPartlyPaid: refundCase.isPartlyPaid,
    isShipped: order.fulfilment === 'fulfilled',
    elsewhere: covering.map(elsewhereOf).find((text) => text !== null) ?? null,
    lines: panelLines(refundCase, order),
    oneTooMany: others.map((payment) => ({
      paymentId: payment.id,
      providerOrderId: payment.providerOrderId,
      leftMinor: refundableMinor(payment),
      elsewhere: elsewhereOf(payment),
    })),
    refunds: refunds.map(toView),
  }
}
