import { readFileSync } from 'node:fs'
import { lookUp, UNREADABLE } from './process-facts.mjs'

const LOOK_EVERY_MS = 1_000

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
