import { ANSWER_WITHIN_MS, compareBooks } from './compare'
import { readAllBooks } from './provider'
import { awaitRecovery, recoveryDeadlineMs } from './recovery'
import type { Played, Scenario } from './scenario'
import type { Stage } from './stage'

export type Verdict = { name: string; state: 'passed' | 'failed' | 'not_run'; line: string }

type Figures = { payments: number; paid: number; needsReview: number; unmatched: number }

async function readFigures({ database, providers }: Stage): Promise<Figures> {
  const [counts] = await database.query<Omit<Figures, 'payments'>>(`
    select count(*) filter (where paid_at is not null)::int as paid,
      count(*) filter (where status = 'needs_review')::int as "needsReview",
      (select count(*)::int from payments where verdict = 'unmatched') as unmatched from orders`)
  return {
    payments: (await readAllBooks(providers)).length,
    ...(counts ?? { paid: 0, needsReview: 0, unmatched: 0 }),
  }
}

const seconds = (ms: number) => `${(ms / 1_000).toFixed(1)} s`

function describe(before: Figures, after: Figures, played: Played, recoveredMs: number, slowestMs: number): string {
  const told = [
    `${after.payments - before.payments} payments`,
    `${after.paid - before.paid} paid orders`,
    `${after.needsReview - before.needsReview} need review`,
    `${after.unmatched - before.unmatched} unmatched`,
    `${played.missed ?? 0} missed`,
    `well again after ${seconds(recoveredMs)} of ${seconds(recoveryDeadlineMs(played.missed ?? 0))}`,
    `slowest answer ${slowestMs} of ${ANSWER_WITHIN_MS} ms`,
  ]
  return played.note ? `${told.join(', ')}; ${played.note}` : told.join(', ')
}

/** Brings back what a fault may have left bent, so that it does not reach into the next. */
async function straighten(stage: Stage): Promise<void> {
  stage.deliveries.setFate('deliver')
  stage.deliveries.aimAt(stage.web.map(({ origin }) => origin))
  for (const { wire, backToNormal } of Object.values(stage.providers)) {
    wire.letGo()
    wire.turn({})
    await backToNormal()
  }
  stage.databaseWire.letGo()
  stage.mailbox.setAway(false)
  for (const one of stage.processes) await one.revive()
}

/** I9: nothing that happens to it ends a process of the shop. */
const surprisesOf = (stage: Stage): string[] =>
  stage.processes.flatMap((one) => one.takeSurprises()).map((words) => `I9: ${words}`)

const SHOWN_FAULTS = 8

function list(faults: string[]): string {
  const rest = faults.length - SHOWN_FAULTS
  const lines = rest > 0 ? [...faults.slice(0, SHOWN_FAULTS), `and ${rest} more`] : faults
  return lines.map((fault) => `\n    ${fault}`).join('')
}

let mailsTwice = 0

async function judge(stage: Stage, scenario: Scenario): Promise<Verdict> {
  const { name } = scenario
  const before = await readFigures(stage)
  const seenBefore = stage.deliveries.seen.length
  const played = await scenario.play(stage)
  await straighten(stage)
  const recovery = await awaitRecovery(stage, played.missed ?? 0)
  mailsTwice += played.mailsTwice ?? 0
  const late = recovery.open ? [`I1: not well again in time: ${recovery.open}`] : []
  const faults = [...surprisesOf(stage), ...late, ...(await compareBooks(stage, mailsTwice))]
  const answers = stage.deliveries.seen.slice(seenBefore).filter((one) => one.status !== null && !one.isExcused)
  const slowestMs = Math.max(0, ...answers.map(({ tookMs }) => tookMs))
  const line = describe(before, await readFigures(stage), played, recovery.tookMs, slowestMs)
  if (faults.length === 0) return { name, state: 'passed', line }
  return { name, state: 'failed', line: `${line}${list(faults)}` }
}

/** Plays one fault, waits until the shop is well again, and compares it with the provider's books. */
export async function runScenario(stage: Stage, scenario: Scenario): Promise<Verdict> {
  const missing = scenario.missing?.(stage)
  if (missing) return { name: scenario.name, state: 'not_run', line: `not run: ${missing}` }
  try {
    return await judge(stage, scenario)
  } catch (error) {
    await straighten(stage)
    const reason = error instanceof Error ? (error.stack ?? error.message) : String(error)
    return { name: scenario.name, state: 'failed', line: `${reason}${list(surprisesOf(stage))}` }
  }
}
