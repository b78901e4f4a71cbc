import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { runCommand } from './processes/run-command'
import { cleanEnvironment } from './testing/clean-environment'
import { addUp, runStep } from './testing/step'
import {
  buildForTests,
  checkBoundaries,
  checkFormatAndLint,
  checkTypes,
  checkUnusedCode,
  runCodeTests,
  runCommandTests,
  runFaults,
  runPlaywright,
  type Stage,
} from './testing/steps'

async function runAll(stage: Stage) {
  // The build writes the types of routes, which the type check reads; the rest needs nothing of it.
  const built = runStep('production build', () => buildForTests(stage)).then(async (build) =>
    addUp([build, await runStep('types', () => checkTypes(stage))]),
  )
  const checks = [
    await runStep('format and lint', () => checkFormatAndLint(stage)),
    await runStep('import boundaries', () => checkBoundaries(stage)),
    await runStep('unused code', () => checkUnusedCode(stage)),
    await runStep('unit, integration, model and contract', () => runCodeTests(stage)),
    await built,
    // Not beside the other tests: here deadlines are kept, and processes are killed at their points.
    await runStep('faults, the short part', () => runFaults(stage)),
    await runStep('documented commands', () => runCommandTests(stage)),
    // Last and alone: a browser waits for what it sees, and should not have to wait for the other tests.
    await runStep('end to end', () => runPlaywright(stage)),
  ]
  return addUp(checks)
}

await runCommand(async (context) => {
  const reportDir = await mkdtemp(path.join(tmpdir(), 'pocketshop-reports-'))
  context.onEnd(() => rm(reportDir, { recursive: true, force: true }))
  const env = { ...cleanEnvironment(), NEXT_DIST_DIR: '.next-test', NEXT_TELEMETRY_DISABLED: '1' }
  const { passed, failed } = await runAll({ context, env, reportDir })
  process.stdout.write(`${passed} passed, ${failed} failed\n`)
  return failed > 0 ? 1 : 0
})
