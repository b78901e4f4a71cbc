import { chmod, cp, mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { z } from 'zod'
import { runToEnd } from '../processes/child'
import { Failure } from '../processes/failure'
import type { CommandContext } from '../processes/run-command'
import { cleanEnvironment } from '../testing/clean-environment'
import type { Fault } from './fault'

const COPIED = ['lib', 'sandbox', 'scripts', 'tests', 'prisma', 'package.json', 'tsconfig.json', 'vitest.config.ts']

const reportSchema = z.object({ numTotalTests: z.number(), numPassedTests: z.number(), numFailedTests: z.number() })

export type TestRun = z.infer<typeof reportSchema> & { output: string }
export type Planted = 'found' | 'survived'

/** A copy of the shop that may be spoilt; removed at the end. */
export async function openCopy(context: CommandContext) {
  const root = await mkdtemp(path.join(tmpdir(), 'pocketshop-mutants-'))
  context.onEnd(() => rm(root, { recursive: true, force: true }))
  // The test database's own user looks for its binaries from here.
  await chmod(root, 0o755)
  for (const name of COPIED) await cp(name, path.join(root, name), { recursive: true })
  await symlink(path.resolve('node_modules'), path.join(root, 'node_modules'), 'dir')

  async function runTests(files: string[]): Promise<TestRun> {
    const report = path.join(root, 'report.json')
    await rm(report, { force: true })
    const reporters = ['--reporter=default', '--reporter=json', `--outputFile.json=${report}`]
    const vitest = path.join(root, 'node_modules/vitest/vitest.mjs')
    const args = [vitest, 'run', '--root', root, '--bail', '1', ...reporters, ...files]
    const { output } = await runToEnd(context, process.execPath, args, { env: cleanEnvironment(), quiet: true })
    const text = await readFile(report, 'utf8').catch(() => null)
    if (text === null) throw new Failure(`The tests did not run:\n${output}`)
    return { ...reportSchema.parse(JSON.parse(text)), output }
  }

  /** Spoils one place, runs the tests that should notice, and puts the place right again. */
  async function plant({ name, file, from, to, tests }: Fault): Promise<Planted> {
    const target = path.join(root, file)
    const source = await readFile(target, 'utf8')
    if (source.split(from).length !== 2) throw new Failure(`“${name}” does not fit ${file} any more: ${from}`)
    await writeFile(
      target,
      source.replace(from, () => to),
    )
    try {
      const { numFailedTests, numPassedTests, output } = await runTests(tests)
      // Without a single test that ran it is not known whether one would have noticed.
      if (numFailedTests + numPassedTests === 0) throw new Failure(`No test ran with “${name}”:\n${output}`)
      return numFailedTests > 0 ? 'found' : 'survived'
    } finally {
      await writeFile(target, source)
    }
  }
  return { runTests, plant }
}
