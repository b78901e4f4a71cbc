import { copyFile, mkdir, rename, stat } from 'node:fs/promises'
import path from 'node:path'
import { products } from '@/prisma/seed-data/catalogue'

export type SeedFile = { storageKey: string; contentType: string; byteLength: number }

const SEED_FILES_DIR = 'prisma/seed-files'
const CONTENT_TYPES: Record<string, string> = { '.pdf': 'application/pdf', '.zip': 'application/zip' }

/** Copies the digital goods to where downloads are served from; by their path below prisma/seed-files. */
export async function copySeedFiles(dataDir: string): Promise<Map<string, SeedFile>> {
  const target = path.resolve(dataDir, 'files')
  await mkdir(target, { recursive: true, mode: 0o700 })
  const copied = new Map<string, SeedFile>()
  for (const { file } of products) {
    if (!file) continue
    const source = path.join(SEED_FILES_DIR, file.path)
    const draft = path.join(target, `${file.path}.${process.pid}`)
    await copyFile(source, draft)
    await rename(draft, path.join(target, file.path))
    const contentType = CONTENT_TYPES[path.extname(file.path)] ?? 'application/octet-stream'
    copied.set(file.path, { storageKey: file.path, contentType, byteLength: (await stat(source)).size })
  }
  return copied
}
