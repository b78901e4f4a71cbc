import { environmentVariables } from '@/lib/env'

const OTHERS = ['FUNGIES_', 'FLEX_', 'SANDBOX_', 'NEXTAUTH_']

/**
 * The environment for tests: nothing that configures a shop, whatever the developer's own says. Empty rather than
 * missing, because the framework would fill missing ones from .env.
 */
export function cleanEnvironment(): NodeJS.ProcessEnv {
  const names = [
    ...environmentVariables,
    ...Object.keys(process.env).filter((name) => OTHERS.some((one) => name.startsWith(one))),
  ]
  const { NODE_ENV: _mode, NEXT_DIST_DIR: _dir, ...rest } = process.env
  return { ...rest, ...Object.fromEntries(names.map((name) => [name, ''])) } as NodeJS.ProcessEnv
}
