import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { setTimeout as sleep } from 'node:timers/promises'
import type { ProviderId } from '@/lib/payments/contract/provider-id'
import { checkoutKills } from './checkout-kills'
import { namedFor, OTHER_PROVIDERS, type Scenario } from './scenario'
import type { Stage } from './stage'
import type { Piece } from './wire'

/**
 * Where the shop is killed. Nothing in its code stops there for us: a lock in the database, an answer that a wire keeps
 * back or a mail server that takes its time makes it stand at the point, and then it is killed from outside.
 */

/** What the kill left behind: whether the event is in the inbox, and how its order stands. */
type Left = { isStored: boolean; status: string }

/** A payment whose event is confirmed: the next one settles by its event alone, without a question to the provider. */
async function payOne(stage: Stage, provider?: ProviderId): Promise<number> {
  const page = await stage.shoppers.openPage(provider)
  await stage.shoppers.pay(page)
  await stage.untilPaid(page.number)
  return page.number
}

async function readLeft({ database }: Stage, orderNumber: number, paymentId: string): Promise<Left> {
  const [left] = await database.query<Left>(
    `select status, exists (select from webhook_events where provider_order_id = $2) as "isStored"
    from orders where number = $1`,
    [orderNumber, paymentId],
  )
  return left ?? { isStored: false, status: 'gone' }
}

/** What the kill is to leave behind, and whose payment it is; Pocketsflow's when nothing is said. */
type Expected = Left & { provider?: ProviderId }

/** Has an event told to the first web process, which comes to stand somewhere; kills it there. */
async function killWhileTold(stage: Stage, expected: Expected, stands: () => Promise<unknown>): Promise<string> {
  const [first] = stage.web
  const page = await stage.shoppers.openPage(expected.provider)
  stage.deliveries.aimAt([first.origin])
  const [paymentId] = await Promise.all([stage.shoppers.pay(page), stands()])
  await first.kill()
  const left = await readLeft(stage, page.number, paymentId)
  if (left.isStored !== expected.isStored || left.status !== expected.status) {
    throw new Error(`Killed at another point: the order is ${left.status}, the event stored: ${left.isStored}.`)
  }
  return `killed with the event ${left.isStored ? 'stored' : 'not stored'} and the order ${left.status}`
}

/** The same at a lock, which is let go of once the process is dead. */
async function killAtLock(stage: Stage, expected: Expected, locks: { hold: string; waits: string }): Promise<string> {
  await payOne(stage, expected.provider)
  const lock = await stage.database.hold(locks.hold)
  const stands = () => stage.database.untilWaiting(locks.waits)
  const note = await killWhileTold(stage, expected, stands).finally(async () => {
    // PostgreSQL would end, and commit, what its dead client had sent.
    await stage.database.endWaiting(locks.waits)
    await lock.release()
  })
  await stage.web[0].start()
  return note
}

const isCommit = ({ way, bytes }: Piece) => way === 'down' && bytes.includes('COMMIT\0')

const killBeforeInbox: Scenario = {
  name: 'kill-before-inbox-commit',
  what: 'kill -9 after the signature was checked, before the event is stored',
  isShort: true,
  play: async (stage) => {
    const locks = { hold: 'lock table webhook_events in share row exclusive mode', waits: 'insert into webhook_events' }
    const note = await killAtLock(stage, { isStored: false, status: 'awaiting_payment' }, locks)
    return { missed: 1, note }
  },
}

const killAfterInbox: Scenario = {
  name: 'kill-after-inbox-commit',
  what: 'kill -9 after the event is stored, before its settlement',
  isShort: true,
  play: async (stage) => {
    const locks = {
      hold: 'lock table confirmed_units in access exclusive mode',
      waits: 'select unit from confirmed_units',
    }
    return { note: await killAtLock(stage, { isStored: true, status: 'awaiting_payment' }, locks) }
  },
}

const killInSettlement = (provider: ProviderId): Scenario => ({
  name: namedFor('kill-inside-settlement', provider),
  what: `kill -9 with a whole settlement of a ${provider} payment written and not committed`,
  isShort: provider === 'pocketsflow',
  play: async (stage) => {
    const locks = {
      hold: `select 1 from receipt_counters where mode = 'test' for update`,
      waits: 'update receipt_counters',
    }
    return { note: await killAtLock(stage, { isStored: true, status: 'awaiting_payment', provider }, locks) }
  },
})

const killAfterSettlement: Scenario = {
  name: 'kill-after-settlement-commit',
  what: 'kill -9 after the settlement is committed, before the webhook is answered',
  isShort: true,
  play: async (stage) => {
    await payOne(stage)
    const stands = () => stage.databaseWire.hold(isCommit)
    const note = await killWhileTold(stage, { isStored: true, status: 'paid' }, stands)
    await stage.web[0].start()
    return { note }
  },
}

/** One mail may come twice: its server accepted it, and the shop did not live to note that. */
const killAfterMail: Scenario = {
  name: 'kill-after-mail-accepted',
  what: 'kill -9 after the mail server accepted a receipt, before that is noted',
  play: async (stage) => {
    const { database, mailbox, shoppers, worker } = stage
    const page = await shoppers.openPage()
    const accepted = Promise.withResolvers<Awaited<ReturnType<typeof database.hold>>>()
    mailbox.beforeAccepting(page.number, async () => {
      accepted.resolve(
        await database.hold(
          `select 1 from mails where kind = 'order_paid' and order_id = (select id from orders where number = $1) for update`,
          [page.number],
        ),
      )
    })
    await shoppers.pay(page)
    const lock = await accepted.promise
    await database.untilWaiting('update mails')
    await worker.kill()
    await lock.release()
    // The lease of a mail is five minutes: the worker's clock is put on by as much, rather than waited for.
    stage.setClock(301_000)
    await worker.start()
    await untilSent(stage, page.number)
    stage.setClock(0)
    return { mailsTwice: 1, note: 'the clock was put on by the 301 s of a mail’s lease' }
  },
}

async function untilSent({ database }: Stage, orderNumber: number): Promise<void> {
  const deadline = Date.now() + 30_000
  while (Date.now() < deadline) {
    const [sent] = await database.query(
      `select 1 from mails m join orders o on o.id = m.order_id where o.number = $1 and m.kind = 'order_paid' and m.state = 'sent'`,
      [orderNumber],
    )
    if (sent) return
    await sleep(100)
  }
}

/** The back office's refund in a process of its own, as a web process would send it. */
function startRefund({ settings, database }: Stage, orderNumber: number) {
  const args = ['--import=tsx', '--import=./scripts/setup/leave-with-parent.mjs', 'scripts/faults/refund-once.ts']
  const env = { ...process.env, ...settings, DATABASE_URL: database.urlAt(database.port) }
  return spawn(process.execPath, [...args, String(orderNumber)], { env, stdio: ['ignore', 'ignore', 'inherit', 'ipc'] })
}

const killAfterRefund: Scenario = {
  name: 'kill-after-refund-sent',
  what: 'kill -9 after a refund was made at the provider, before its answer is kept',
  play: async (stage) => {
    const orderNumber = await payOne(stage)
    // Told by nobody: only the provider's list can say what became of it.
    stage.deliveries.setFate('lose')
    const held = stage.providers.pocketsflow.wire.hold(
      ({ way, asked }) => way === 'down' && asked.startsWith('POST /refunds'),
    )
    const refunding = startRefund(stage, orderNumber)
    await held
    const ended = once(refunding, 'exit')
    refunding.kill('SIGKILL')
    await ended
    return { missed: 1 }
  },
}

const killInSweep: Scenario = {
  name: 'kill-inside-sweep',
  what: 'kill -9 of the worker in the middle of a sweep that was about to find a payment',
  play: async (stage) => {
    stage.deliveries.setFate('lose')
    const asks = stage.providers.pocketsflow.wire.hold(
      ({ way, asked }) => way === 'down' && asked.startsWith('GET /orders'),
    )
    const page = await stage.shoppers.openPage()
    await stage.shoppers.pay(page)
    await asks
    await stage.worker.kill()
    await stage.worker.start()
    return { missed: 1 }
  },
}

export const killPoints: Scenario[] = [
  killBeforeInbox,
  killAfterInbox,
  killInSettlement('pocketsflow'),
  ...OTHER_PROVIDERS.map(killInSettlement),
  killAfterSettlement,
  killAfterMail,
  killAfterRefund,
  ...checkoutKills,
  killInSweep,
]
