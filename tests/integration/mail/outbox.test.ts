import { setTimeout } from 'node:timers/promises'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { inTransaction, prisma, rows, sql } from '@/lib/db'
import type { MailKind } from '@/lib/mail/model'
import { enqueueMail } from '@/lib/mail/outbox'
import { findMail } from '@/lib/mail/queries'
import { sendDueMails } from '@/lib/mail/send-due-mails'
import { findShopperOrder } from '@/lib/orders/shopper-queries'
import { makeOrder, makeProduct, testNow } from '@/tests/support/factories'
import { startMailServer } from '@/tests/support/mail-server'
import { makePayment } from '@/tests/support/payment-factories'

const clock = { now: () => testNow }
const later = (ms: number) => ({ now: () => new Date(testNow.getTime() + ms) })
const deadServer = { smtpUrl: 'smtp://127.0.0.1:9', from: 'Pocketshop <shop@example.com>' }

let server: Awaited<ReturnType<typeof startMailServer>>

beforeEach(async () => {
  await prisma().mail.deleteMany()
  server = await startMailServer()
})
afterEach(() => server.stop())

const enqueue = (orderId: number, kind: MailKind = 'order_paid', toAddress = 'ada@example.com') =>
  inTransaction((tx) => enqueueMail(tx, { orderId, kind, toAddress, at: testNow }))

async function makePaidOrder() {
  const order = await makeOrder({ status: 'paid', lines: [{ unitPriceMinor: 2_400 }] })
  await makePayment(order.orderId, { grossMinor: 2_640, taxMinor: 240 })
  return order
}

describe('the outbox', () => {
  test('takes one mail for each order and kind, however often it is asked', async () => {
    const { orderId } = await makePaidOrder()
    await Promise.all([enqueue(orderId), enqueue(orderId), enqueue(orderId)])
    await enqueue(orderId, 'order_review')
    expect(await prisma().mail.count({ where: { orderId } })).toBe(2)
  })

  test('forgets a mail whose cause was rolled back', async () => {
    const { orderId } = await makePaidOrder()
    const work = inTransaction(async (tx) => {
      await enqueueMail(tx, { orderId, kind: 'order_paid', toAddress: 'ada@example.com', at: testNow })
      throw new Error('the settlement failed')
    })
    await expect(work).rejects.toThrow('the settlement failed')
    expect(await prisma().mail.count({ where: { orderId } })).toBe(0)
  })

  test('sends a mail also when the clock was ahead as it was written', async () => {
    const { orderId } = await makePaidOrder()
    const at = new Date(testNow.getTime() + 45 * 60_000)
    await inTransaction((tx) => enqueueMail(tx, { orderId, kind: 'order_paid', toAddress: 'ada@example.com', at }))
    expect(await sendDueMails({ clock }, server.outgoing)).toBe(1)
    expect(await prisma().mail.findFirst({ where: { orderId } })).toMatchObject({ state: 'sent' })
  })

  test('a mail that was accepted while the database is away is marked later, and not sent twice', async () => {
    const { orderId } = await makePaidOrder()
    await enqueue(orderId)
    const away = await startMailServer({
      // Between the mail's text and the mark that it was sent.
      onRcptTo: (_to, _session, done) => {
        rows(sql`alter table mails rename to mails_away`).then(() => done(), done)
      },
    })
    const sending = sendDueMails({ clock }, away.outgoing)
    await expect.poll(() => away.received.length).toBe(1)
    await setTimeout(300)
    await rows(sql`alter table mails_away rename to mails`)
    expect(await sending).toBe(1)
    expect(await prisma().mail.findFirstOrThrow({ where: { orderId } })).toMatchObject({ state: 'sent', tries: 1 })
    await away.stop()
  })

  test('sends a receipt with number, amounts and a link that shows address and e-mail', async () => {
    const order = await makePaidOrder()
    await enqueue(order.orderId)
    expect(await sendDueMails({ clock }, server.outgoing)).toBe(1)
    const [sent] = server.received
    expect(sent?.to).toEqual(['ada@example.com'])
    expect(sent?.mail.subject).toBe(`Receipt for order ${order.number}: $26.40`)
    expect(sent?.mail.text).toContain('Tax: $2.40')
    expect(sent?.mail.html).toContain('$26.40')
    const token = /http:\/\/shop\.test\/thank-you\/([\w-]{22})/.exec(sent?.mail.text ?? '')?.[1] ?? ''
    expect(await findShopperOrder(token, null, clock)).toMatchObject({ contact: { email: order.email } })
  })

  test('sends each mail once although several workers look at the same time', async () => {
    const orders = await Promise.all(Array.from({ length: 20 }, makePaidOrder))
    for (const { orderId } of orders) await enqueue(orderId)
    const rounds = await Promise.all(Array.from({ length: 4 }, () => sendDueMails({ clock }, server.outgoing)))
    expect(rounds.reduce((sum, sent) => sum + sent, 0)).toBe(20)
    expect(new Set(server.received.map(({ mail }) => mail.messageId)).size).toBe(20)
    expect(await sendDueMails({ clock }, server.outgoing)).toBe(0)
  })

  test('keeps a mail while its server is dead, sends it later, once, under the same Message-ID', async () => {
    const { orderId, number } = await makePaidOrder()
    await enqueue(orderId)
    expect(await sendDueMails({ clock }, deadServer)).toBe(0)
    const waiting = await prisma().mail.findFirstOrThrow({ where: { orderId } })
    expect(waiting).toMatchObject({ state: 'queued', tries: 1, lastError: expect.stringContaining('ECONNREFUSED') })
    expect(await sendDueMails({ clock: later(9_000) }, server.outgoing)).toBe(0)
    expect(await sendDueMails({ clock: later(10_000) }, server.outgoing)).toBe(1)
    expect(await sendDueMails({ clock: later(3_600_000) }, server.outgoing)).toBe(0)
    expect(server.received.map(({ mail }) => mail.messageId)).toEqual([`<order-${number}.order_paid.1@shop.test>`])
  })

  test('takes up a mail whose sender died, but not before its lease is over', async () => {
    const { orderId } = await makePaidOrder()
    await enqueue(orderId)
    const claimed = { tries: 1, nextTryAt: new Date(testNow.getTime() + 300_000) }
    await prisma().mail.updateMany({ where: { orderId }, data: claimed })
    expect(await sendDueMails({ clock: later(299_000) }, server.outgoing)).toBe(0)
    expect(await sendDueMails({ clock: later(300_000) }, server.outgoing)).toBe(1)
  })

  test('gives up at once on a recipient that the server refuses', async () => {
    const refusing = await startMailServer({
      onRcptTo: (_address, _session, done) => done(Object.assign(new Error('no such user'), { responseCode: 550 })),
    })
    const { orderId } = await makePaidOrder()
    await enqueue(orderId)
    await sendDueMails({ clock }, refusing.outgoing)
    await refusing.stop()
    expect(await prisma().mail.findFirstOrThrow({ where: { orderId } })).toMatchObject({ state: 'failed', tries: 1 })
  })

  test('keeps mails readable when there is no mail server at all', async () => {
    const { orderId, number } = await makePaidOrder()
    await enqueue(orderId)
    expect(await sendDueMails({ clock }, null)).toBe(0)
    const kept = await prisma().mail.findFirstOrThrow({ where: { orderId } })
    expect(kept.state).toBe('kept')
    expect(await findMail(kept.id, testNow)).toMatchObject({
      toAddress: 'ada@example.com',
      content: { subject: `Receipt for order ${number}: $26.40` },
    })
  })

  test('cannot be made to send to somebody else by what a shopper typed', async () => {
    const name = 'Ada\r\nBcc: victim@example.com'
    const order = await makeOrder({ name, lines: [{ productName: 'Pen\r\nBcc: victim@example.com' }] })
    await enqueue(order.orderId, 'order_received', 'ada@example.com')
    await sendDueMails({ clock }, server.outgoing)
    const [sent] = server.received
    expect(sent?.to).toEqual(['ada@example.com'])
    expect(sent?.mail.bcc ?? []).toEqual([])
    expect(sent?.mail.to).toMatchObject([{ address: 'ada@example.com' }])
  })

  test('carries signed downloads for a paid digital order', async () => {
    const file = { fileName: 'birds.pdf', storageKey: 'birds.pdf', contentType: 'application/pdf', byteLength: 3 }
    const { variantId } = await makeProduct({ kind: 'digital', file })
    const line = { variantId, kind: 'digital' as const, productName: 'Bird guide' }
    const { orderId } = await makeOrder({ status: 'paid', lines: [line], address: null })
    await enqueue(orderId)
    await sendDueMails({ clock }, server.outgoing)
    expect(server.received[0]?.mail.text).toMatch(/Bird guide: http:\/\/shop\.test\/downloads\/\d+\.\d+\.[\w-]{43}/)
  })
})
