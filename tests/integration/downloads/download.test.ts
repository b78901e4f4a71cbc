import { mkdir, mkdtemp, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { beforeAll, describe, expect, test } from 'vitest'
import { GET } from '@/app/downloads/[link]/route'
import { prisma } from '@/lib/db'
import { listDownloads } from '@/lib/downloads/queries'
import { downloadPath } from '@/lib/downloads/signed-link'
import type { OrderStatus } from '@/lib/orders/model'
import { makeOrder, makeProduct } from '@/tests/support/factories'

const inAnHour = () => new Date(Date.now() + 3_600_000)
const open = (link: string) => {
  const segment = link.replace('/downloads/', '')
  return GET(new Request(`http://shop.test${link}`), { params: Promise.resolve({ link: segment }) })
}

// Read by lib/env at first use, which is in the tests below.
const dataDir = await mkdtemp(path.join(tmpdir(), 'pocketshop-files-'))
process.env.DATA_DIR = dataDir

beforeAll(async () => {
  await mkdir(path.join(dataDir, 'files'))
  await writeFile(path.join(dataDir, 'files', 'birds-1.pdf'), 'birds')
})

async function makeDigitalOrder(status: OrderStatus = 'paid', storageKey = `birds-1.pdf`) {
  const taken = await prisma().digitalFile.findUnique({ where: { storageKey } })
  const file = { fileName: 'Vögel "klein".pdf', storageKey, contentType: 'application/pdf', byteLength: 5 }
  const { variantId } = taken
    ? await prisma()
        .variant.findFirstOrThrow({ where: { productId: taken.productId } })
        .then(({ id }) => ({ variantId: id }))
    : await makeProduct({ kind: 'digital', file })
  const paidAt = status === 'refunded' ? { paidAt: new Date(), receiptNumber: 900_000 } : {}
  const order = await makeOrder({ status, lines: [{ variantId, kind: 'digital' }], address: null, ...paidAt })
  const line = await prisma().orderLine.findFirstOrThrow({ where: { orderId: order.orderId } })
  return { ...order, lineId: line.id }
}

describe('a download', () => {
  test('streams the file under its own name', async () => {
    const { orderId } = await makeDigitalOrder()
    const [download] = await listDownloads(orderId, inAnHour())
    const response = await open(download?.path ?? '')
    expect(response.status).toBe(200)
    expect(await response.text()).toBe('birds')
    expect(response.headers.get('content-disposition')).toBe(
      `attachment; filename="V_gel _klein_.pdf"; filename*=UTF-8''V%C3%B6gel%20%22klein%22.pdf`,
    )
    expect(response.headers.get('cache-control')).toContain('no-store')
  })

  test.each(['awaiting_payment', 'needs_review', 'cancelled', 'refunded'] as const)(
    'is not offered and not given while its order is %s',
    async (status) => {
      const { orderId, lineId } = await makeDigitalOrder(status)
      expect(await listDownloads(orderId, inAnHour())).toEqual([])
      expect((await open(downloadPath(lineId, inAnHour()))).headers.get('location')).toBe('/downloads/unavailable')
    },
  )

  test('ends with its time', async () => {
    const { lineId } = await makeDigitalOrder()
    expect((await open(downloadPath(lineId, new Date(Date.now() - 1_000)))).status).toBe(303)
  })

  test('cannot be forged, prolonged or pointed at another line', async () => {
    const { lineId } = await makeDigitalOrder()
    const link = downloadPath(lineId, inAnHour())
    const forged = [
      link.replace(/\.\d+\./, (expiry) => `.${Number(expiry.slice(1, -1)) + 1}.`),
      link.replace(`/${lineId}.`, `/${lineId + 1}.`),
      `${link}A`,
      '/downloads/1.2.3',
      '/downloads/..%2f..%2fetc%2fpasswd',
    ]
    for (const attempt of forged) expect((await open(attempt)).status).toBe(303)
  })

  test('never leaves the folder of sold files', async () => {
    await writeFile(path.join(dataDir, 'secret'), 'secret')
    const { lineId } = await makeDigitalOrder('paid', '../secret')
    expect((await open(downloadPath(lineId, inAnHour()))).status).toBe(303)
  })
})
