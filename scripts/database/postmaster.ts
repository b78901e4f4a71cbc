import { readFile, rm } from 'node:fs/promises'
import path from 'node:path'

/** A running server, as its own postmaster.pid tells it. */
export type Postmaster = { pid: number; port: number; ready: boolean }

/** The name of a live process; null when it is gone or only waits to be reaped; unknown where there is no /proc. */
async function processName(pid: number): Promise<string | 'unknown' | null> {
  try {
    process.kill(pid, 0)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ESRCH') return null
  }
  if (process.platform !== 'linux') return 'unknown'
  const stat = await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => '')
  const [, name = null, state] = /^\d+ \((.*)\) (\S)/s.exec(stat) ?? []
  return state === 'Z' ? null : name
}

const pidFile = (clusterDir: string) => path.join(clusterDir, 'postmaster.pid')

/** Whether this process is a PostgreSQL server and not a stranger that got an old number. */
export async function isPostgres(pid: number): Promise<boolean> {
  const name = await processName(pid)
  return name === 'postgres' || name === 'unknown'
}

/** The server of a cluster, or null when none runs. */
export async function findPostmaster(clusterDir: string): Promise<Postmaster | null> {
  const text = await readFile(pidFile(clusterDir), 'utf8').catch(() => '')
  const lines = text.split('\n')
  const pid = Number(lines[0])
  if (!Number.isInteger(pid) || pid <= 1 || !(await isPostgres(pid))) return null
  return { pid, port: Number(lines[3]), ready: lines[7]?.trim() === 'ready' }
}

/** After a kill or a restart of the machine the noted number can belong to a stranger, and the server would wait for it. */
export async function removeStalePidFile(clusterDir: string): Promise<void> {
  if (!(await findPostmaster(clusterDir))) await rm(pidFile(clusterDir), { force: true })
}
