import path from 'node:path'
import { runToEnd } from '../processes/child'
import type { CommandContext } from '../processes/run-command'
import { isBuildCurrent } from '../shop/source-stamp'
import { findBrowser } from './find-browser'
import { readFaults, readPlaywright, readVitest } from './reports'
import { asOneTest, type StepResult } from './step'

/** Where tests run: their environment, and a folder for the runners' reports. */
export type Stage = { context: CommandContext; env: NodeJS.ProcessEnv; reportDir: string }

const CHECKED = ['app', 'components', 'lib', 'prisma', 'sandbox', 'scripts', 'tests']
const CHECKED_FILES = ['next.config.ts', 'playwright.config.ts', 'proxy.ts', 'vitest.config.ts']

const runNode = ({ context, env }: Stage, args: string[]) =>
  runToEnd(context, process.execPath, args, { env, quiet: true })

export const checkFormatAndLint = async (stage: Stage) =>
  asOneTest(await runNode(stage, ['node_modules/@biomejs/biome/bin/biome', 'check', '--error-on-warnings', '.']))

export const checkTypes = async (stage: Stage) =>
  asOneTest(await runNode(stage, ['node_modules/typescript/bin/tsc', '--noEmit', '--project', '.']))

export const checkBoundaries = async (stage: Stage) =>
  asOneTest(
    await runNode(stage, [
      '--import=./scripts/testing/older-typescript.mjs',
      'node_modules/dependency-cruiser/bin/dependency-cruiser.mjs',
      ...CHECKED,
      ...CHECKED_FILES,
    ]),
  )

export const checkUnusedCode = async (stage: Stage) =>
  asOneTest(await runNode(stage, ['node_modules/knip/bin/knip.js', '--no-progress']))

/** The production build that the end-to-end tests walk through, in a folder of its own. */
export async function buildForTests(stage: Stage): Promise<StepResult> {
  process.env.NEXT_DIST_DIR = stage.env.NEXT_DIST_DIR
  if (await isBuildCurrent()) return { passed: 1, failed: 0, output: '' }
  return asOneTest(await runNode(stage, ['--import=tsx', 'scripts/build.ts']))
}

async function runVitest(stage: Stage, projects: string[]): Promise<StepResult> {
  const report = path.join(stage.reportDir, `${projects.join('-')}.json`)
  const reporters = ['--reporter=default', '--reporter=json', `--outputFile.json=${report}`]
  const chosen = projects.map((name) => `--project=${name}`)
  const ended = await runNode(stage, ['node_modules/vitest/vitest.mjs', 'run', ...chosen, ...reporters])
  return readVitest(report, ended)
}

export const runCodeTests = (stage: Stage) => runVitest(stage, ['unit', 'integration', 'model', 'contract'])

/** The documented commands, run for real; they serve the build, so it has to be there. */
export const runCommandTests = (stage: Stage) => runVitest(stage, ['commands'])

export async function runPlaywright(stage: Stage): Promise<StepResult> {
  const report = path.join(stage.reportDir, 'playwright.json')
  const { executablePath, args, env } = await findBrowser()
  const browser = { PLAYWRIGHT_CHROMIUM: executablePath, PLAYWRIGHT_CHROMIUM_ARGS: args.join(' '), ...env }
  const ended = await runNode({ ...stage, env: { ...stage.env, ...browser, PLAYWRIGHT_JSON_OUTPUT_FILE: report } }, [
    'node_modules/@playwright/test/cli.js',
    'test',
    '--reporter=list,json',
  ])
  return readPlaywright(report, ended)
}

/** The most telling faults, played against real processes of the same build; `npm run test:faults` plays all. */
export async function runFaults(stage: Stage): Promise<StepResult> {
  const report = path.join(stage.reportDir, 'faults.json')
  const env = {
    ...stage.env,
    NODE_ENV: 'production',
    TSX_TSCONFIG_PATH: path.resolve('tsconfig.scripts.json'),
  } as const
  const preload = ['--import=tsx', '--import=./scripts/setup/leave-with-parent.mjs']
  const ended = await runNode({ ...stage, env }, [...preload, 'scripts/faults.ts', '--short', '--report', report])
  return readFaults(report, ended)
}
