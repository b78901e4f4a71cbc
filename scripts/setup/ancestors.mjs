import { readFileSync } from 'node:fs'

const LOOK_EVERY_MS = 1_000
const UNREADABLE = Object.freeze({ pid: 0 })

/** Parent, name and start time of a process; null when it is gone. Linux only: elsewhere nothing is watched. */
function lookUp(pid) {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8')
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ')
    return { pid, state: fields[0], parent: Number(fields[1]), startedAt: fields[19] }
  } catch (error) {
    // Only a process that is not there is gone: what cannot be read at this moment may well live on.
    return ['ENOENT', 'ESRCH'].includes(error.code) ? null : UNREADABLE
  }
}

/** npm, and the shell that it may have put in between. */
function npmAncestors() {
  const parent = lookUp(process.ppid)
  const grandparent = parent && lookUp(parent.parent)
  const chain = [parent, grandparent].filter((one) => one && one.pid > 1)
  const npm = chain.findIndex(({ pid }) => /npm/.test(commandLine(pid)))
  return npm < 0 ? [] : chain.slice(0, npm + 1)
}

function commandLine(pid) {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, 'utf8')
  } catch {
    return ''
  }
}

const isGone = ({ pid, startedAt }) => {
  const now = lookUp(pid)
  return now === null || (now !== UNREADABLE && (now.state === 'Z' || now.startedAt !== startedAt))
}

/** Calls back once when npm, which started this process, was killed: a signal that cannot be passed on. */
export function watchAncestors(onGone) {
  const watched = process.env.npm_lifecycle_event ? npmAncestors() : []
  if (watched.length === 0) return
  const timer = setInterval(() => {
    if (!watched.some(isGone)) return
    clearInterval(timer)
    onGone()
  }, LOOK_EVERY_MS)
  timer.unref()
}
