import { readFile } from 'node:fs/promises'
import { z } from 'zod'
import type { Ended } from '../processes/child'
import type { StepResult } from './step'

const vitestSchema = z.object({
  numPassedTests: z.number(),
  numFailedTests: z.number(),
  numFailedTestSuites: z.number(),
})
const playwrightSchema = z.object({
  stats: z.object({ expected: z.number(), unexpected: z.number(), flaky: z.number() }),
  errors: z.array(z.unknown()),
})
const faultsSchema = z.object({ passed: z.number(), failed: z.number() })

async function readReport<Report>(file: string, schema: z.ZodType<Report>): Promise<Report | null> {
  const text = await readFile(file, 'utf8').catch(() => null)
  return text === null ? null : schema.parse(JSON.parse(text))
}

/** A run that ended badly has failed, even where no single test says so. */
function settle(passed: number, failed: number, { code, output }: Ended): StepResult {
  return { passed, failed: code !== 0 && failed === 0 ? 1 : failed, output }
}

export async function readVitest(file: string, ended: Ended): Promise<StepResult> {
  const report = await readReport(file, vitestSchema)
  if (!report) return settle(0, 0, { ...ended, code: ended.code || 1 })
  return settle(report.numPassedTests, report.numFailedTests || report.numFailedTestSuites, ended)
}

/** A test that needed a second try has not passed. */
export async function readPlaywright(file: string, ended: Ended): Promise<StepResult> {
  const report = await readReport(file, playwrightSchema)
  if (!report) return settle(0, 0, { ...ended, code: ended.code || 1 })
  const { expected, unexpected, flaky } = report.stats
  return settle(expected, unexpected + flaky + report.errors.length, ended)
}

export async function readFaults(file: string, ended: Ended): Promise<StepResult> {
  const report = await readReport(file, faultsSchema)
  if (!report) return settle(0, 0, { ...ended, code: ended.code || 1 })
  return settle(report.passed, report.failed, ended)
}
