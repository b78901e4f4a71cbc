import { type Env, env, parseEnv } from '@/lib/env'
import { attachEmbedded } from '../database/embedded'
import { Failure } from '../processes/failure'
import type { CommandContext } from '../processes/run-command'
import { ensureDataDir, keepSecret } from './data-dir'

/** Checks the whole environment before anything is started. @throws Failure with every fault, one line each. */
export function checkEnvironment(): Env {
  const result = parseEnv(process.env)
  if ('env' in result) return result.env
  const lines = result.faults.map(({ variable, problem }) => `  ${variable} ${problem}`)
  throw new Failure(['The environment is not right yet:', ...lines].join('\n'))
}

/**
 * Makes the environment complete for everything that runs in this process: the embedded database and a kept secret where
 * none is set, and the names under which next-auth reads ours. Call it before the first use of lib.
 */
export async function completeEnvironment({ onEnd }: CommandContext): Promise<Env> {
  const checked = checkEnvironment()
  const dataDir = await ensureDataDir(checked.DATA_DIR)
  if (!checked.DATABASE_URL) {
    const database = await attachEmbedded(dataDir)
    onEnd(() => database.release())
    process.env.AUTH_SECRET = checked.AUTH_SECRET ?? (await keepSecret(dataDir, 'auth-secret'))
    process.env.DATABASE_URL = database.url
  }
  const complete = env()
  process.env.NEXTAUTH_URL = complete.APP_URL
  process.env.NEXTAUTH_SECRET = complete.AUTH_SECRET
  return complete
}
