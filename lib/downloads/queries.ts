import 'server-only'
import { prisma } from '@/lib/db'
import type { OrderStatus } from '@/lib/orders/model'
import { downloadPath } from './signed-link'

const downloadableStatuses: OrderStatus[] = ['paid', 'partially_refunded']
const file = { select: { fileName: true, storageKey: true, contentType: true, byteLength: true } } as const

/** A digital line's file, with a path that works until it expires. */
export type Download = { orderLineId: number; name: string; fileName: string; byteLength: number; path: string }

/** A stored file, named as the buyer will see it. */
export type StoredFile = { fileName: string; storageKey: string; contentType: string; byteLength: number }

/** The downloads of an order, each with a fresh link; empty unless it is paid and not refunded. Read only. */
export async function listDownloads(orderId: number, expiresAt: Date): Promise<Download[]> {
  const lines = await prisma().orderLine.findMany({
    where: { orderId, kind: 'digital', order: { status: { in: downloadableStatuses } } },
    orderBy: { position: 'asc' },
    select: { id: true, productName: true, optionsText: true, variant: { select: { product: { select: { file } } } } },
  })
  return lines.flatMap(({ id, productName, variant }) => {
    const stored = variant?.product.file
    if (!stored) return []
    const { fileName, byteLength } = stored
    return [{ orderLineId: id, name: productName, fileName, byteLength, path: downloadPath(id, expiresAt) }]
  })
}

/** The file behind a digital line; null when its order is not paid, was refunded, or the file is gone. Read only. */
export async function findDownloadFile(orderLineId: number): Promise<StoredFile | null> {
  const line = await prisma().orderLine.findFirst({
    where: { id: orderLineId, kind: 'digital', order: { status: { in: downloadableStatuses } } },
    select: { variant: { select: { product: { select: { file } } } } },
  })
  return line?.variant?.product.file ?? null
}
