import { spawnSync } from 'node:child_process'
import { mkdirSync } from 'node:fs'
import { readdir, rm, statfs, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'

export const NO_DISK = 'this user may not mount a small file system to fill'

/** Mounts a small disk of its own at a folder. @returns how it goes again; null where this user may not mount one. */
export function mountSmallDisk(folder: string, size: string): (() => void) | null {
  mkdirSync(folder, { recursive: true, mode: 0o711 })
  const mounted = spawnSync('mount', ['-t', 'tmpfs', '-o', `size=${size},mode=0711`, 'tmpfs', folder])
  if (mounted.status !== 0) return null
  return () => {
    spawnSync('umount', ['-l', folder])
  }
}

const BALLAST_STEP = 4 * 1024 * 1024

/** Fills the disk to the last byte, and again for as long as something is freed. */
export async function keepFull(folder: string, forMs: number): Promise<void> {
  const until = Date.now() + forMs
  for (let piece = 0; Date.now() < until; piece += 1) {
    const { bavail, bsize } = await statfs(folder)
    const size = Math.min(bavail * bsize, BALLAST_STEP * 16)
    const file = path.join(folder, `ballast-${piece}`)
    if (size > 0) await writeFile(file, Buffer.alloc(size)).catch(() => undefined)
    else await sleep(50)
  }
}

/** Makes room again. */
export async function emptyDisk(folder: string): Promise<void> {
  for (const name of await readdir(folder)) if (name.startsWith('ballast-')) await rm(path.join(folder, name))
}
