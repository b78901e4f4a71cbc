import { readdir, rm } from 'node:fs/promises'
import path from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { systemClock } from '@/lib/clock'
import type { ProviderId } from '@/lib/payments/contract/provider-id'
import { listRescue } from '@/lib/rescue/list-rescue'
import type { Database } from './database'
import type { Scenario } from './scenario'
import type { OpenPage } from './shoppers'
import type { Stage } from './stage'

/** The database is lost, and a copy of it from ten minutes ago stands in its place (docs/operator.md, "After a restore"). */

const AGE_MS = 600_000
const SWEPT_WITHIN_MS = 60_000
const LOST: readonly ProviderId[] = ['pocketsflow', 'pocketsflow', 'pocketsflow', 'fungies', 'flex']

type Paid = OpenPage & { paymentId: string }

async function pay(stage: Stage, page: OpenPage): Promise<Paid> {
  const paymentId = await stage.shoppers.pay(page)
  await stage.untilPaid(page.number)
  return { ...page, paymentId }
}

async function readReceipt({ database }: Stage, orderNumber: number): Promise<number> {
  const [order] = await database.query<{ receipt: number }>(
    'select receipt_number as receipt from orders where number = $1',
    [orderNumber],
  )
  return order?.receipt ?? 0
}

async function readReceipts(stage: Stage, pages: readonly OpenPage[]): Promise<number[]> {
  return Promise.all(pages.map(({ number }) => readReceipt(stage, number)))
}

/** Ten minutes of a shop: what was paid before the backup, what was open then and is paid since, and what is all gone. */
async function liveOn(stage: Stage) {
  const kept = await pay(stage, await stage.shoppers.openPage())
  const open = await stage.shoppers.openPage()
  await untilMailed(stage)
  await stage.database.backUp()
  const seenAtBackup = stage.deliveries.seen.length
  const waiting = await pay(stage, open)
  const lost: Paid[] = []
  for (const provider of LOST) lost.push(await pay(stage, await stage.shoppers.openPage(provider)))
  await untilMailed(stage)
  const receipts = await readReceipts(stage, [waiting, ...lost])
  return {
    seenAtBackup,
    kept,
    waiting,
    lost,
    highestNumber: Math.max(...lost.map(({ number }) => number)),
    highestReceipt: Math.max(...receipts),
  }
}

type Lived = Awaited<ReturnType<typeof liveOn>>

/** Mails that are not marked as sent, those that are on their way included. */
async function countUnsent(database: Database): Promise<number> {
  const [unsent] = await database.query<{ count: number }>(
    `select count(*)::int from mails where state = 'queued' and last_error is null`,
  )
  return unsent?.count ?? 0
}

async function untilMailed({ database }: Stage): Promise<void> {
  const deadline = Date.now() + 30_000
  while (Date.now() < deadline) {
    const [queued] = await database.query(`select 1 from mails where state = 'queued' and next_try_at <= $1 limit 1`, [
      new Date(),
    ])
    if (!queued) return
    await sleep(100)
  }
  throw new Error('Mails were not sent in time.')
}

/**
 * All processes end, the older database takes the place of the lost one, and ten minutes have gone by.
 * @returns the mails that come twice, since nobody can call the first one back: those that the backup has as not sent, and
 * the receipt of the order that was open then.
 */
async function restore(stage: Stage, { seenAtBackup }: Lived): Promise<number> {
  await Promise.all(stage.processes.map((one) => one.stop()))
  await stage.database.restore()
  // What was told since then was written into the database that is gone.
  stage.deliveries.seen.splice(seenAtBackup)
  stage.setClock(AGE_MS)
  return (await countUnsent(stage.database)) + 1
}

async function untilUnmatched({ database }: Stage, { lost }: Lived): Promise<void> {
  const deadline = Date.now() + SWEPT_WITHIN_MS
  const ids = lost.map(({ paymentId }) => paymentId)
  while (Date.now() < deadline) {
    const [found] = await database.query<{ count: number }>(
      `select count(*)::int from payments where verdict = 'unmatched' and order_id is null and provider_order_id = any ($1)`,
      [ids],
    )
    if (found?.count === ids.length) return
    await sleep(200)
  }
  throw new Error('The payments whose orders are gone were not written down as unmatched in time.')
}

function expect(isSo: boolean, otherwise: string): void {
  if (!isSo) throw new Error(otherwise)
}

async function expectInRescue({ lost }: Lived): Promise<void> {
  const unmatched = (await listRescue(systemClock)).filter(({ kind }) => kind === 'unmatched')
  for (const { paymentId } of lost) {
    const isThere = unmatched.some(({ subject }) => subject.includes(paymentId))
    expect(isThere, `Payment ${paymentId} does not stand in Rescue as unmatched.`)
  }
}

/** What is left of the old orders, and what a new one gets. */
async function expectContinued(stage: Stage, { kept, waiting, highestNumber, highestReceipt }: Lived): Promise<string> {
  await stage.untilPaid(kept.number)
  await stage.untilPaid(waiting.number)
  const next = await pay(stage, await stage.shoppers.openPage())
  const [again = 0, receipt = 0] = await readReceipts(stage, [waiting, next])
  expect(next.number > highestNumber, `Order ${next.number} is not above ${highestNumber}.`)
  expect(Math.min(again, receipt) > highestReceipt, `Receipts ${again}, ${receipt} are not above ${highestReceipt}.`)
  return `${LOST.length} payments in Rescue; orders go on at ${next.number} above ${highestNumber}, receipts at ${Math.min(again, receipt)} above ${highestReceipt}`
}

const withNote: Scenario = {
  name: 'database-restored',
  what: 'the database restored from ten minutes ago (the clock is put on by as much), the shop started again',
  play: async (stage) => {
    const lived = await liveOn(stage)
    const mailsTwice = await restore(stage, lived)
    await Promise.all(stage.processes.map((one) => one.start()))
    await untilUnmatched(stage, lived)
    await expectInRescue(lived)
    const note = await expectContinued(stage, lived)
    stage.setClock(0)
    return { missed: LOST.length + 1, mailsTwice, note }
  },
}

async function loseNote({ settings }: Stage): Promise<void> {
  const folder = settings.DATA_DIR ?? ''
  const notes = (await readdir(folder)).filter((name) => /^numbers-.*\.json$/.test(name))
  expect(notes.length > 0, 'The numbers were noted nowhere.')
  for (const name of notes) await rm(path.join(folder, name))
}

/** Somebody buys before the first sweep, and gets the number of an order that is gone: none of its money. */
async function reuseNumber(stage: Stage, { lost }: Lived): Promise<OpenPage> {
  const reusing = await stage.shoppers.openPage()
  const isReused = lost.some(({ number }) => number === reusing.number)
  expect(isReused, `Order ${reusing.number} has no number of a lost order, so nothing is proven by it.`)
  return reusing
}

async function expectOwnMoney(stage: Stage, { number, ...page }: OpenPage): Promise<void> {
  const [order] = await stage.database.query<{ status: string }>('select status from orders where number = $1', [
    number,
  ])
  expect(order?.status === 'awaiting_payment', `Order ${number} is ${order?.status} by the money of a lost order.`)
  const { paymentId } = await pay(stage, { number, ...page })
  const payments = await stage.database.query<{ id: string }>(
    'select p.provider_order_id as id from payments p join orders o on o.id = p.order_id where o.number = $1',
    [number],
  )
  const isOwn = payments.length === 1 && payments[0]?.id === paymentId
  expect(isOwn, `Order ${number} has other payments than its own.`)
}

const withoutNote: Scenario = {
  name: 'database-restored-without-note',
  what: 'the same with the note in DATA_DIR lost as well, and a number given twice before the first sweep',
  play: async (stage) => {
    const lived = await liveOn(stage)
    const mailsTwice = await restore(stage, lived)
    await loseNote(stage)
    await Promise.all(stage.web.map((one) => one.start()))
    const reusing = await reuseNumber(stage, lived)
    await stage.worker.start()
    await untilUnmatched(stage, lived)
    await expectInRescue(lived)
    await expectOwnMoney(stage, reusing)
    const note = await expectContinued(stage, lived)
    stage.setClock(0)
    // Two orders had this number, and each is mailed that it was received and that it is paid.
    const twice = mailsTwice + 2
    return {
      missed: LOST.length + 1,
      mailsTwice: twice,
      note: `${note}; order ${reusing.number} kept to its own money`,
    }
  },
}

export const restoreFaults: Scenario[] = [withNote, withoutNote]
