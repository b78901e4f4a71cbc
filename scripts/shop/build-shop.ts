import { rm } from 'node:fs/promises'
import path from 'node:path'
import { runToEnd } from '../processes/child'
import { Failure } from '../processes/failure'
import type { CommandContext } from '../processes/run-command'
import { buildDir, isBuildCurrent, readSourceStamp, writeBuildStamp } from './source-stamp'

const NEXT_CLI = 'node_modules/next/dist/bin/next'

/** Builds the shop, types checked. Needs no database, no network and no variables. */
export async function buildShop(context: Pick<CommandContext, 'onEnd'>, { quiet = false } = {}): Promise<void> {
  const stamp = await readSourceStamp()
  await rm(path.join(buildDir(), 'source-stamp'), { force: true })
  const built = await runToEnd(context, process.execPath, [NEXT_CLI, 'build'], {
    // A build is the same whatever the shop's database or keys are.
    env: { ...process.env, NODE_ENV: 'production', NEXT_TELEMETRY_DISABLED: '1', DATABASE_URL: '' },
    quiet,
  })
  if (built.code !== 0) throw new Failure(`${built.output}\nThe build failed.`.trim())
  await writeBuildStamp(stamp)
}

/** Builds only when the sources have changed since the last build that came to its end. */
export async function ensureBuilt(context: Pick<CommandContext, 'onEnd'>): Promise<void> {
  if (await isBuildCurrent()) return
  process.stdout.write('Building the shop (once for each change of its code)…\n')
  await buildShop(context, { quiet: true })
}
