import { writeFile } from 'node:fs/promises'
import { parseArgs } from 'node:util'
import { buildFaults } from './faults/build-faults'
import { searchBuild } from './faults/build-search'
import { databaseFaults } from './faults/database-faults'
import { killPoints } from './faults/kill-points'
import { lockFaults } from './faults/lock-faults'
import { machineFaults } from './faults/machine-faults'
import { processFaults } from './faults/process-faults'
import { providerFaults } from './faults/provider-faults'
import { restoreFaults } from './faults/restore-faults'
import { runScenario, type Verdict } from './faults/run-scenario'
import type { Scenario } from './faults/scenario'
import { selfCheck } from './faults/self-check'
import { INTERVALS, setStage } from './faults/stage'
import { webhookFaults } from './faults/webhook-faults'
import { Failure } from './processes/failure'
import { runCommand } from './processes/run-command'

const PLAYED = [
  ...killPoints,
  ...databaseFaults,
  ...lockFaults,
  ...webhookFaults,
  ...processFaults,
  ...providerFaults,
  ...machineFaults,
  ...buildFaults,
  ...restoreFaults,
]
const SCENARIOS = [searchBuild(PLAYED), selfCheck, ...PLAYED]
const MARKS = { passed: '✓', failed: '✗', not_run: '–' }

const print = (line: string) => process.stdout.write(`${line}\n`)

const { values: wanted } = parseArgs({
  options: {
    list: { type: 'boolean', default: false },
    only: { type: 'string', multiple: true },
    short: { type: 'boolean', default: false },
    'allow-missing': { type: 'boolean', default: false },
    report: { type: 'string' },
  },
})

function choose(): Scenario[] {
  const { only, short } = wanted
  const chosen = SCENARIOS.filter(({ name, isShort }) => (only ? only.includes(name) : !short || isShort))
  const unknown = only?.find((name) => !SCENARIOS.some((scenario) => scenario.name === name))
  if (unknown) throw new Failure(`No fault is called “${unknown}”; --list shows them all.`)
  return chosen
}

/**
 * Plays faults against a whole shop of real processes, compares its books with the provider's after each, and prints the
 * figures. A fault that this machine cannot play counts as failed unless `--allow-missing` is given.
 */
await runCommand(async (context) => {
  const chosen = choose()
  if (wanted.list) {
    for (const { name, what, isShort } of chosen) print(`${name.padEnd(30)} ${what}${isShort ? ' [npm test]' : ''}`)
    return 0
  }
  process.env.NEXT_DIST_DIR ||= '.next-test'
  const stage = await setStage(context, { smallDisk: chosen.some(({ needsDisk }) => needsDisk) })
  const { sweepEverySeconds, recheckAfterSeconds } = INTERVALS
  print(
    `${chosen.length} faults; sweeps every ${sweepEverySeconds} s (60 by default), of orders older than ${recheckAfterSeconds} s (90), deadlines unshortened`,
  )
  const verdicts: Verdict[] = []
  for (const scenario of chosen) {
    const verdict = await runScenario(stage, scenario)
    verdicts.push(verdict)
    print(`${MARKS[verdict.state]} ${verdict.name}: ${verdict.line}`)
  }
  const count = (state: Verdict['state']) => verdicts.filter((one) => one.state === state).length
  const failed = count('failed') + (wanted['allow-missing'] ? 0 : count('not_run'))
  print(`${count('passed')} passed, ${failed} failed, ${count('not_run')} not run`)
  if (wanted.report) await writeFile(wanted.report, JSON.stringify({ passed: count('passed'), failed }))
  return failed > 0 ? 1 : 0
})
