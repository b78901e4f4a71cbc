import { type Journal, type JournalEntry, openJournal } from './journal'

type Stored = { _id: string }

export type Collection<T extends Stored> = {
  get(id: string): T | undefined
  put(document: T): T
  remove(id: string): boolean
  /** Oldest first. */
  all(): T[]
  find(test: (document: T) => boolean): T | undefined
}

export type Store = {
  collection<T extends Stored>(name: string): Collection<T>
  /** Empties every collection whose name begins so, except the named ones. */
  reset(beginning: string, keep: readonly string[]): void
  close(): void
}

type Shelf = Map<string, Stored>

/** Everything is held in memory; with a folder, each change is also written down before the call returns. */
export function openStore(dataDir: string | null): Store {
  const shelves = new Map<string, Shelf>()
  const opened = dataDir === null ? null : openJournal(dataDir)
  const journal = opened?.journal ?? null
  for (const entry of opened?.entries ?? []) replay(shelves, entry)
  journal?.rewrite(listEntries(shelves))

  return {
    collection: <T extends Stored>(name: string) => openCollection<T>(name, shelfOf(shelves, name), journal),
    reset(beginning, keep) {
      for (const [name, shelf] of shelves) {
        if (name.startsWith(beginning) && !keep.includes(name)) shelf.clear()
      }
      journal?.rewrite(listEntries(shelves))
    },
    close() {
      journal?.close()
    },
  }
}

function openCollection<T extends Stored>(name: string, shelf: Shelf, journal: Journal | null): Collection<T> {
  const documents = shelf as Map<string, T>
  return {
    get: (id) => documents.get(id),
    put(document) {
      documents.set(document._id, document)
      journal?.append({ collection: name, id: document._id, document })
      return document
    },
    remove(id) {
      const existed = documents.delete(id)
      if (existed) journal?.append({ collection: name, id, document: null })
      return existed
    },
    all: () => [...documents.values()],
    find(test) {
      for (const document of documents.values()) if (test(document)) return document
      return undefined
    },
  }
}

function shelfOf(shelves: Map<string, Shelf>, name: string): Shelf {
  const existing = shelves.get(name)
  if (existing) return existing
  const shelf: Shelf = new Map()
  shelves.set(name, shelf)
  return shelf
}

function replay(shelves: Map<string, Shelf>, entry: JournalEntry): void {
  const shelf = shelfOf(shelves, entry.collection)
  if (entry.document === null) shelf.delete(entry.id)
  else shelf.set(entry.id, entry.document as Stored)
}

function* listEntries(shelves: Map<string, Shelf>): Generator<JournalEntry> {
  for (const [collection, shelf] of shelves) {
    for (const [id, document] of shelf) yield { collection, id, document }
  }
}
