import 'server-only'
import { z } from 'zod'
import { requireMerchant } from '@/lib/auth/require-merchant'
import type { EventView, OrderDetail, PaymentView } from '@/lib/back-office/model'
import { prisma } from '@/lib/db'
import { providerName } from '@/lib/payments/providers'
import type { Address, OrderStatus } from './model'

/** As much of a delivery's body as the order's page carries; the whole one has an address of its own. */
const shownBodyBytes = 8_000

const readOrder = (number: number) =>
  prisma().order.findUnique({
    where: { number },
    include: {
      lines: { orderBy: { position: 'asc' } },
      attempts: { orderBy: { number: 'asc' } },
      payments: { orderBy: { id: 'asc' } },
      timeline: { orderBy: { id: 'asc' }, include: { merchant: { select: { name: true } } } },
      mails: { orderBy: { id: 'asc' } },
    },
  })

const readEvents = (orderId: number) =>
  prisma().webhookEvent.findMany({ where: { orderId }, orderBy: { id: 'asc' }, take: 100 })

type OrderRecord = NonNullable<Awaited<ReturnType<typeof readOrder>>>

/** An order with everything that happened to it, by its number; null when there is none. Merchants only. */
export async function findOrderDetail(numberText: string): Promise<OrderDetail | null> {
  await requireMerchant()
  if (!/^\d{1,9}$/.test(numberText)) return null
  const order = await readOrder(Number(numberText))
  if (!order) return null
  const { timeline, attempts, payments, address, ...rest } = order
  return {
    ...rest,
    address: address as Address | null,
    attempts: attempts.map((attempt) => ({ ...attempt, providerName: providerName(attempt.provider) })),
    payments: payments.map(toPayment),
    events: (await readEvents(order.id)).map(toEvent),
    timeline: timeline.map(({ merchant, ...entry }) => ({ ...entry, merchantName: merchant?.name ?? null })),
  }
}

/** Which order has this number, and how it stands; null when there is none. Merchants only. */
export async function findOrderByNumber(number: number): Promise<{ id: number; status: OrderStatus } | null> {
  await requireMerchant()
  return prisma().order.findUnique({ where: { number }, select: { id: true, status: true } })
}

/** A stored delivery's bytes, exactly as they came; null when the order has no such event. Merchants only. */
export async function findEventBody(numberText: string, eventIdText: string): Promise<Uint8Array | null> {
  await requireMerchant()
  if (!/^\d{1,9}$/.test(numberText) || !/^\d{1,9}$/.test(eventIdText)) return null
  const order = await prisma().order.findUnique({ where: { number: Number(numberText) }, select: { id: true } })
  if (!order) return null
  const event = await prisma().webhookEvent.findFirst({
    where: { id: Number(eventIdText), orderId: order.id },
    select: { rawBody: true },
  })
  return event?.rawBody ?? null
}

const storedDetails = z.array(
  z.object({
    label: z.string(),
    value: z.string(),
    href: z
      .url({ protocol: /^https$/ })
      .optional()
      .catch(undefined),
  }),
)

const figureNames = ['gross', 'tax', 'fee', 'net', 'discount'] as const

function toPayment(payment: OrderRecord['payments'][number]): PaymentView {
  const from = payment.figuresFrom as Record<string, string | undefined>
  const amounts = {
    gross: payment.grossMinor,
    tax: payment.taxMinor,
    fee: payment.feeMinor,
    net: payment.netMinor,
    discount: payment.discountMinor,
  }
  const figures = figureNames
    .filter((name) => name !== 'discount' || amounts.discount > 0)
    .map((name) => ({ name, figure: { amountMinor: amounts[name], from: from[name] ?? null } }))
  const details = storedDetails.parse(payment.providerDetails)
  return { ...payment, providerName: providerName(payment.provider), figures, details }
}

function toEvent(event: Awaited<ReturnType<typeof readEvents>>[number]): EventView {
  const headers = Object.entries(event.headers as Record<string, unknown>)
  return {
    ...event,
    providerName: providerName(event.provider),
    headers: headers.map(([name, value]) => [name, String(value)]),
    body: new TextDecoder().decode(event.rawBody.subarray(0, shownBodyBytes)),
    bodyBytes: event.rawBody.byteLength,
    isCut: event.rawBody.byteLength > shownBodyBytes,
  }
}
