import { mkdirSync, readFileSync, rmdirSync, rmSync, statSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { isRunning, nameOf } from './process-facts.mjs'

const LOOK_EVERY_MS = 300
/** What takes a moment is believed to be under way for so long. */
const LONGEST_MOMENT_MS = 10_000

/** False when it is there already. */
function tryMake(make) {
  try {
    make()
    return true
  } catch (error) {
    if (error.code === 'EEXIST') return false
    throw error
  }
}

const ageMs = (file) => Date.now() - (statSync(file, { throwIfNoEntry: false })?.mtimeMs ?? 0)

function isHeld(file) {
  try {
    return JSON.parse(readFileSync(file, 'utf8')).some(isRunning)
  } catch (error) {
    if (error.code === 'ENOENT') return false
    // It is being written at this moment, or whoever wrote it was killed over it.
    if (error instanceof SyntaxError) return ageMs(file) < LONGEST_MOMENT_MS
    throw error
  }
}

/** Takes away a lock whose holders are all gone; one command at a time, lest it takes away the next one's lock. */
function clearForsaken(file) {
  if (isHeld(file)) return
  const clearing = `${file}.clearing`
  if (!tryMake(() => mkdirSync(clearing))) {
    if (ageMs(clearing) > LONGEST_MOMENT_MS) rmSync(clearing, { recursive: true, force: true })
    return
  }
  try {
    if (!isHeld(file)) rmSync(file, { force: true })
  } finally {
    rmdirSync(clearing)
  }
}

/**
 * Lets one command at a time prepare a project folder, so that two first commands do not install over each other. The lock is
 * in that folder, whatever the environment says, and holds as long as this process or one named to `alsoHeldBy` runs:
 * a killed command leaves its npm behind. `onWait` is told once, when somebody else is at it.
 */
export async function withLock(root, onWait, work) {
  const file = path.join(root, '.preparing')
  const holders = [nameOf(process.pid)]
  const lock = () => writeFileSync(file, JSON.stringify(holders), { flag: 'wx' })
  for (let tries = 1; !tryMake(lock); tries += 1) {
    clearForsaken(file)
    if (tries === 2) onWait()
    await sleep(LOOK_EVERY_MS)
  }
  const alsoHeldBy = (pid) => {
    holders.push(nameOf(pid))
    writeFileSync(file, JSON.stringify(holders))
  }
  try {
    return await work(alsoHeldBy)
  } finally {
    rmSync(file, { force: true })
  }
}
