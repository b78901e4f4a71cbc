import { randomBytes } from 'node:crypto'
import { link, mkdir, readFile, rm, writeFile } from 'node:fs/promises'
import path from 'node:path'

/** Makes the folder for everything the shop keeps on disk; only its owner may look into it. */
export async function ensureDataDir(dataDir: string): Promise<string> {
  const full = path.resolve(dataDir)
  await mkdir(full, { recursive: true, mode: 0o700 })
  return full
}

const noteFile = (dataDir: string, name: string) => path.join(dataDir, name)

/** A note of an earlier run; null when there is none. */
export async function readNote(dataDir: string, name: string): Promise<string | null> {
  try {
    return (await readFile(noteFile(dataDir, name), 'utf8')).trim() || null
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null
    throw error
  }
}

/** Writes a note whole or not at all, readable by its owner alone. */
export async function writeNote(dataDir: string, name: string, text: string): Promise<void> {
  const file = noteFile(dataDir, name)
  const draft = `${file}.${process.pid}`
  await writeFile(draft, `${text}\n`, { mode: 0o600 })
  await rm(file, { force: true })
  await link(draft, file)
  await rm(draft)
}

/** A secret that is made once and kept; two commands that make it at the same moment agree on one. */
export async function keepSecret(dataDir: string, name: string, byteLength = 32): Promise<string> {
  const kept = await readNote(dataDir, name)
  if (kept) return kept
  const file = noteFile(dataDir, name)
  const draft = `${file}.${process.pid}`
  await writeFile(draft, `${randomBytes(byteLength).toString('base64url')}\n`, { mode: 0o600 })
  // `link` fails when another command was faster, whose secret then counts.
  await link(draft, file).catch((error: NodeJS.ErrnoException) => {
    if (error.code !== 'EEXIST') throw error
  })
  await rm(draft)
  return (await readNote(dataDir, name)) ?? ''
}
