import { performance } from 'node:perf_hooks'
import type { Ended } from '../processes/child'

/** What one runner found, by its own report. */
export type Counts = { passed: number; failed: number }
export type StepResult = Counts & { output: string }

/** A check that either holds or does not counts as one test. */
export const asOneTest = ({ code, output }: Ended): StepResult =>
  code === 0 ? { passed: 1, failed: 0, output: '' } : { passed: 0, failed: 1, output }

const describeCounts = ({ passed, failed }: Counts) =>
  failed > 0 ? `${failed} failed, ${passed} passed` : `${passed} passed`

/** Runs one part of the tests and says in a line how it went; only a failure is shown at length. */
export async function runStep(title: string, work: () => Promise<StepResult>): Promise<Counts> {
  const startedAt = performance.now()
  const result = await work().catch((error: unknown) => ({
    passed: 0,
    failed: 1,
    output: error instanceof Error ? error.message : String(error),
  }))
  const seconds = ((performance.now() - startedAt) / 1_000).toFixed(1)
  const mark = result.failed > 0 ? '✗' : '✓'
  process.stdout.write(`${mark} ${title}: ${describeCounts(result)} (${seconds} s)\n`)
  if (result.failed > 0) process.stdout.write(`\n${result.output}\n\n`)
  return { passed: result.passed, failed: result.failed }
}

export const addUp = (parts: Counts[]): Counts => ({
  passed: parts.reduce((sum, { passed }) => sum + passed, 0),
  failed: parts.reduce((sum, { failed }) => sum + failed, 0),
})
