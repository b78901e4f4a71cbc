import { closeSync, existsSync, mkdirSync, openSync, readFileSync, renameSync, writeFileSync, writeSync } from 'node:fs'
import { join } from 'node:path'

export type JournalEntry = { collection: string; id: string; document: unknown }

export type Journal = {
  append(entry: JournalEntry): void
  rewrite(entries: Iterable<JournalEntry>): void
  close(): void
}

const FILE_NAME = 'journal.jsonl'

/** One line per change, the last line of an id wins; a null document is a removal. */
export function openJournal(dataDir: string): { journal: Journal; entries: JournalEntry[] } {
  mkdirSync(dataDir, { recursive: true })
  const path = join(dataDir, FILE_NAME)
  const entries = readEntries(path)
  let file = openSync(path, 'a')

  const journal: Journal = {
    append(entry) {
      writeSync(file, toLine(entry))
    },
    rewrite(kept) {
      const fresh = `${path}.new`
      let text = ''
      for (const entry of kept) text += toLine(entry)
      writeFileSync(fresh, text)
      closeSync(file)
      renameSync(fresh, path)
      file = openSync(path, 'a')
    },
    close() {
      closeSync(file)
    },
  }
  return { journal, entries }
}

function toLine(entry: JournalEntry): string {
  return `${JSON.stringify([entry.collection, entry.id, entry.document])}\n`
}

function readEntries(path: string): JournalEntry[] {
  if (!existsSync(path)) return []
  const entries: JournalEntry[] = []
  for (const line of readFileSync(path, 'utf8').split('\n')) {
    const entry = readLine(line)
    if (entry) entries.push(entry)
  }
  return entries
}

function readLine(line: string): JournalEntry | undefined {
  if (line === '') return undefined
  try {
    const [collection, id, document] = JSON.parse(line) as [string, string, unknown]
    return { collection, id, document }
  } catch {
    // A kill in the middle of a write leaves one torn line; everything before it is still good.
    return undefined
  }
}
