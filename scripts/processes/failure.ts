/** Something the operator can mend: commands print it as one line, without a stack trace, and exit with 1. */
export class Failure extends Error {}

const SYSTEM_CAUSES: Record<string, (path: string) => string> = {
  EACCES: (path) => `No permission for ${path}: give this user the right to it, or set DATA_DIR to another folder.`,
  EPERM: (path) => `No permission for ${path}: give this user the right to it, or set DATA_DIR to another folder.`,
  EROFS: (path) => `${path} lies on a read-only file system: set DATA_DIR to a folder that can be written.`,
  ENOSPC: (path) => `The disk that holds ${path} is full: free some space and run the command again.`,
  EDQUOT: (path) => `The disk quota for ${path} is used up: free some space and run the command again.`,
}

/** What to print for an error a command ended with: one line where the cause is known, else the whole trace. */
export function describeFailure(error: unknown): string {
  if (error instanceof Failure) return error.message
  const { code, path } = error as NodeJS.ErrnoException
  const known = code ? SYSTEM_CAUSES[code] : undefined
  if (known) return known(path ?? 'the data folder')
  return error instanceof Error ? (error.stack ?? error.message) : String(error)
}
