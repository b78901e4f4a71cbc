import { type ChildProcess, spawn, spawnSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { connect, type Socket } from 'node:net'
import { cpus } from 'node:os'
import { setTimeout as sleep } from 'node:timers/promises'
import type { Scenario } from './scenario'
import type { Stage } from './stage'

/** What becomes of the machine, and what operators do to a shop that is open. */

const PAYMENTS = 20

/** Pays while something goes on. @returns how many deliveries were not taken. */
async function payDuring(stage: Stage, overMs: number, during: () => Promise<unknown>): Promise<number> {
  const from = stage.deliveries.seen.length
  const pages = await stage.shoppers.openPages(PAYMENTS)
  await Promise.all([stage.shoppers.payOver(pages, overMs), during()])
  return stage.deliveries.seen.slice(from).filter(({ status }) => status !== 200).length
}

const refuseRefusals = (missed: number) => {
  if (missed > 0) throw new Error(`${missed} deliveries were refused.`)
  return { note: 'no delivery was refused' }
}

const coresBusy: Scenario = {
  name: 'cores-busy',
  what: 'two busy loops on every core for 10 s',
  play: async (stage) => {
    const loops: ChildProcess[] = cpus().flatMap(() =>
      [1, 2].map(() => spawn(process.execPath, ['-e', 'for (;;);'], { stdio: 'ignore' })),
    )
    const missed = await payDuring(stage, 9_000, () => sleep(10_000))
    for (const loop of loops) loop.kill('SIGKILL')
    return { missed }
  },
}

/** A connection that is opened and says nothing; one that is refused stays so. */
function crowdIn(origin: string): Socket {
  const { hostname, port } = new URL(origin)
  return connect(Number(port), hostname).on('error', () => undefined)
}

const fewHandles: Scenario = {
  name: 'few-file-handles',
  what: 'a web process that may open 128 files, with 400 idle connections to it',
  play: async (stage) => {
    const [first] = stage.web
    await first.stop()
    await first.start({ openFiles: 128 })
    const idle = Array.from({ length: 400 }, () => crowdIn(first.origin))
    const missed = await payDuring(stage, 6_000, () => sleep(6_000))
    for (const socket of idle) socket.destroy()
    await first.stop()
    await first.start()
    return { missed }
  },
}

const NO_CAP = 'there is no prlimit, which caps a running process'
const ROOM_LEFT_BYTES = 4 * 1024 * 1024
const OUT_OF_MEMORY_WITHIN_MS = 30_000

/** Lets a process have only a little more memory than it has now (RLIMIT_DATA). */
function capMemory(pid: number): void {
  const [, kilobytes] = /^VmData:\s+(\d+) kB$/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8')) ?? []
  const bytes = Number(kilobytes) * 1_024 + ROOM_LEFT_BYTES
  const { status, stderr } = spawnSync('prlimit', ['--pid', String(pid), `--data=${bytes}`], { encoding: 'utf8' })
  if (status !== 0) throw new Error(`The memory could not be capped: ${stderr}`)
}

/** Asks for many pages at once until the process is gone. */
async function askUntilGone({ web: [first] }: Stage): Promise<boolean> {
  const until = Date.now() + OUT_OF_MEMORY_WITHIN_MS
  while (Date.now() < until) {
    const asking = Array.from({ length: 40 }, () => fetch(`${first.origin}/checkout`).then((page) => page.text()))
    await Promise.allSettled(asking)
    if (first.hasEnded()) return true
  }
  return false
}

const outOfMemory: Scenario = {
  name: 'out-of-memory',
  what: 'a web process may have no more memory while orders are paid: it dies of that, and is started again',
  missing: () => (spawnSync('prlimit', ['--version']).status === 0 ? null : NO_CAP),
  play: async (stage) => {
    const [first] = stage.web
    let hasDied = false
    const missed = await payDuring(stage, 6_000, async () => {
      capMemory(first.pid())
      hasDied = await askUntilGone(stage)
      // It is the fault itself that ended this process.
      first.takeSurprises()
      await (hasDied ? first.revive() : first.stop().then(() => first.start()))
    })
    if (!hasDied) throw new Error('It did not die of it.')
    return { missed, note: 'it died, and was started again' }
  },
}

const indexBuilt: Scenario = {
  name: 'migration-under-load',
  what: 'a column added and an index built concurrently while orders are paid; no delivery is refused',
  play: async (stage) => {
    const missed = await payDuring(stage, 4_000, async () => {
      await stage.database.query('alter table orders add column fault_note text')
      await stage.database.query('create index concurrently fault_note_index on orders (fault_note)')
    })
    await stage.database.query('alter table orders drop column fault_note')
    return refuseRefusals(missed)
  },
}

const secretsRotated: Scenario = {
  name: 'secrets-rotated',
  what: 'the webhook’s secret exchanged at the provider while orders are paid; both are accepted',
  play: async (stage) =>
    refuseRefusals(
      await payDuring(stage, 4_000, async () => {
        await sleep(2_000)
        await stage.rotateSecret()
      }),
    ),
}

export const machineFaults: Scenario[] = [coresBusy, fewHandles, outOfMemory, indexBuilt, secretsRotated]
