import 'server-only'
import { open } from 'node:fs/promises'
import path from 'node:path'
import { env } from '@/lib/env'
import type { StoredFile } from './queries'

const filesFolder = () => path.resolve(/* turbopackIgnore: true */ env().DATA_DIR, 'files')

/** A name that no header can be broken with: plain ASCII, and the real name beside it (RFC 6266). */
export function attachmentHeader(fileName: string): string {
  const plain = fileName.replace(/[^\x20-\x7e]|["\\]/g, '_')
  const full = encodeURIComponent(fileName).replace(/['()*]/g, (sign) => `%${sign.charCodeAt(0).toString(16)}`)
  return `attachment; filename="${plain}"; filename*=UTF-8''${full}`
}

/** The stored bytes as a stream; null when they are not under DATA_DIR/files. The file is closed when the stream ends. */
export async function openStoredFile(file: StoredFile): Promise<ReadableStream<Uint8Array> | null> {
  const folder = filesFolder()
  const fullPath = path.resolve(/* turbopackIgnore: true */ folder, file.storageKey)
  if (!fullPath.startsWith(folder + path.sep)) return null
  try {
    const handle = await open(fullPath, 'r')
    return handle.readableWebStream({ autoClose: true }) as ReadableStream<Uint8Array>
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return null
    throw error
  }
}
