import { createHash } from 'node:crypto'
import { readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'

const LOOK_EVERY_MS = 500

function isAlive(pid) {
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    return error.code === 'EPERM'
  }
}

function tryLock(file) {
  try {
    writeFileSync(file, String(process.pid), { flag: 'wx' })
    return true
  } catch (error) {
    if (error.code !== 'EEXIST') throw error
  }
  const holder = Number(readFileSync(file, 'utf8'))
  if (holder > 0 && !isAlive(holder)) rmSync(file, { force: true })
  return false
}

/** Lets one command at a time prepare a project folder, so that two first commands do not install over each other. */
export async function withLock(root, work) {
  const id = createHash('sha256').update(root).digest('hex').slice(0, 16)
  const file = path.join(tmpdir(), `pocketshop-setup-${id}`)
  while (!tryLock(file)) await sleep(LOOK_EVERY_MS)
  try {
    return await work()
  } finally {
    rmSync(file, { force: true })
  }
}
