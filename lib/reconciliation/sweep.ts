import 'server-only'
import { log } from '@/lib/log'
import type { PaymentGateway } from '@/lib/payments/gateway'
import { activeMode, findBackgroundGateway, findSweepGateway, listProviders } from '@/lib/payments/registry'
import { expireOrders } from './expire-orders'
import { sweepAged } from './sweep-aged'
import { countedGateway, patientCaller, type SweepDeps } from './sweep-caller'
import { isLagging } from './sweep-health'
import { beginRun, endRun, findLastComplete, type SweepKind, type SweepResult } from './sweep-runs'
import { sweepSubscriptions } from './sweep-subscriptions'
import { askAboutSwitched } from './sweep-switched'
import { askAboutEach, askAboutFitting, markAnswered } from './sweep-unpaid'
import { findWindowStart, type Sweep, sweepWindow } from './sweep-window'

const minuteMs = 60_000
const patienceMs: Record<SweepKind, number> = { window: 10 * minuteMs, aged: 120 * minuteMs }
const agedEveryMs = 24 * 60 * minuteMs - 5 * minuteMs

async function run(
  kind: SweepKind,
  gateway: PaymentGateway,
  deps: SweepDeps,
  work: (sweep: Sweep) => Promise<void>,
): Promise<SweepResult> {
  const startedAt = deps.clock.now()
  const runId = await beginRun(gateway, kind, startedAt)
  const caller = patientCaller(deps, patienceMs[kind])
  const counted = countedGateway(gateway)
  const found = { seen: 0, settled: 0, problem: null }
  const sweep: Sweep = { gateway: counted.gateway, clock: deps.clock, caller, startedAt, found }
  await work(sweep)
  const result = { ...sweep.found, calls: counted.calls() }
  const lagSeconds = await endRun(runId, result, deps.clock.now())
  const told = { provider: gateway.id, mode: gateway.mode, kind, lagSeconds, ...result }
  if (kind === 'window' && isLagging(lagSeconds)) log().error(told, 'the sweep of payments lags behind')
  else if (result.problem) log().warn(told, 'a sweep of payments was not complete')
  else if (result.settled > 0) log().info(told, 'a sweep found payments or refunds that nobody had told of')
  return result
}

async function sweepNewest(sweep: Sweep): Promise<void> {
  const from = await findWindowStart(sweep.gateway, sweep.startedAt)
  const { listsReferences } = sweep.gateway
  // A subscription has no payment in the list: its order must not be taken for unpaid.
  await sweepSubscriptions(sweep)
  // What a list cannot explain is asked about first, so that it is not taken for nobody's money.
  if (!listsReferences) {
    await askAboutEach(sweep)
    return sweepWindow(sweep, from, (payments) => askAboutFitting(sweep, payments))
  }
  await sweepWindow(sweep, from)
  if (sweep.found.problem === null) await markAnswered(sweep, from)
  await askAboutEach(sweep)
}

/**
 * One sweep: asks every provider for the payments of the last 24 hours and its newest refunds, settles what was missed,
 * answers for the unpaid orders, and lets those expire that may. Safe to repeat and to run in several processes at once;
 * calls keep to the shared budget.
 */
export async function sweepPayments(deps: SweepDeps): Promise<SweepResult[]> {
  const { gateway = findSweepGateway } = deps
  const results: SweepResult[] = []
  for (const { id } of await listProviders()) {
    const found = gateway(id)
    if (found) results.push(await run('window', found, deps, sweepNewest))
  }
  const startedAt = deps.clock.now()
  await askAboutSwitched({ mode: activeMode(), startedAt, gateway, caller: patientCaller(deps, patienceMs.window) })
  await expireOrders(deps)
  return results
}

/** Looks at all paid orders of 180 days, at most once a day, with calls that nobody else needs. Safe to repeat. */
export async function sweepAgedPayments(deps: SweepDeps): Promise<SweepResult[]> {
  const { gateway = findBackgroundGateway, clock } = deps
  const results: SweepResult[] = []
  for (const { id } of await listProviders()) {
    const found = gateway(id)
    const last = found && (await findLastComplete(found, 'aged'))
    if (!found || (last && clock.now().getTime() - last.getTime() < agedEveryMs)) continue
    results.push(await run('aged', found, deps, sweepAged))
  }
  return results
}
