import { systemClock } from '@/lib/clock'
import { prisma } from '@/lib/db'
import { requestRefund } from '@/lib/refunds/request-refund'
import { newToken } from '@/lib/shared/token'

/** Gives an order's money back as the back office does; a process of its own, so that it can be killed on the way. */
const order = await prisma().order.findUniqueOrThrow({ where: { number: Number(process.argv[2]) } })
const merchant = await prisma().merchant.findFirstOrThrow()
await requestRefund({
  orderId: order.id,
  merchantId: merchant.id,
  wish: { kind: 'whole' },
  restock: false,
  reason: 'Came broken.',
  requestKey: newToken(),
  clock: systemClock,
})
