import { readFileSync } from 'node:fs'

/** A process that cannot be read at this moment; it may well live on. */
export const UNREADABLE = Object.freeze({ pid: 0 })

/** Parent, state and start time of a process; null when it is gone. Linux only: elsewhere every one is null. */
export function lookUp(pid) {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8')
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ')
    return { pid, state: fields[0], parent: Number(fields[1]), startedAt: fields[19] }
  } catch (error) {
    return ['ENOENT', 'ESRCH'].includes(error.code) ? null : UNREADABLE
  }
}

/** Names a process so that another one that gets its number later is not taken for it. */
export const nameOf = (pid) => ({ pid, startedAt: lookUp(pid)?.startedAt ?? null })

/** Whether the process of that name still runs. */
export function isRunning({ pid, startedAt }) {
  const now = lookUp(pid)
  if (now && now !== UNREADABLE) return now.state !== 'Z' && (startedAt === null || now.startedAt === startedAt)
  try {
    return process.kill(pid, 0)
  } catch (error) {
    return error.code === 'EPERM'
  }
}
