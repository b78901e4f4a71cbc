import { type ChildProcess, type StdioOptions, spawn, spawnSync } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { existsSync, openSync, statSync } from 'node:fs'
import { chmod, chown, mkdir, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises'
import { Socket } from 'node:net'
import path from 'node:path'
import { Failure } from '../processes/failure'
import { freePort, isPortFree } from '../processes/ports'
import { findPostgresBinaries } from './postgres-binaries'
import { removeStalePidFile } from './postmaster'
import { findLauncher } from './unprivileged'

export type ClusterOptions = {
  /** Everything of the database lies here: cluster/, password, port, server.log. */
  home: string
  /** Survives a power cut; only throw-away test clusters go without. */
  durable: boolean
  /** Further settings of the server, such as `max_connections=80`; they win. */
  settings?: string[]
}

export const clusterDir = (home: string) => path.join(home, 'cluster')
export const readPassword = async (home: string) => (await readFile(path.join(home, 'password'), 'utf8')).trim()

const INITDB_FLAGS = [
  '--username=postgres',
  '--auth=scram-sha-256',
  // With LANG unset initdb would make an SQL_ASCII cluster.
  '--encoding=UTF8',
  '--locale=C',
  '--locale-provider=builtin',
  '--builtin-locale=C.UTF-8',
  '--no-instructions',
]

// A throw-away server goes with the process that started it, however that ends: then the pipe between them closes.
const UNTIL_THE_PIPE_CLOSES = `
  exec 3<&0
  home=$1; shift
  "$@" & server=$!
  { read -r _; : > "$home/abandoned"; kill -INT "$server"; } <&3 & watcher=$!
  wait "$server"
  kill "$watcher" 2>/dev/null
  if [ -e "$home/abandoned" ]; then rm -rf "$home"; rmdir "$(dirname "$home")"; fi
`

const THROW_AWAY_SETTINGS = ['fsync=off', 'full_page_writes=off', 'synchronous_commit=off', 'max_connections=300']

/** Removes what a killed command left half made; its folder carries the number of its process. */
async function removeHalfMade(home: string): Promise<void> {
  const prefix = `${path.basename(home)}.new-`
  const names = await readdir(path.dirname(home))
  for (const name of names.filter((one) => one.startsWith(prefix))) {
    const pid = Number.parseInt(name.slice(prefix.length), 10)
    try {
      process.kill(pid, 0)
    } catch {
      await rm(path.join(path.dirname(home), name), { recursive: true, force: true })
    }
  }
}

/** Makes the cluster beside its final place and moves it there whole, so a kill in between leaves nothing half made. */
export async function ensureCluster({ home, durable }: ClusterOptions): Promise<void> {
  if (existsSync(path.join(clusterDir(home), 'PG_VERSION'))) return
  await mkdir(path.dirname(home), { recursive: true })
  await removeHalfMade(home)
  const draft = `${home}.new-${process.pid}-${randomBytes(4).toString('hex')}`
  const binaries = findPostgresBinaries()
  const { prefix, owner } = findLauncher(binaries, null)
  const password = randomBytes(24).toString('base64url')
  await mkdir(clusterDir(draft), { recursive: true, mode: 0o700 })
  const passwordDraft = path.join(draft, 'initdb-password')
  await writeFile(path.join(draft, 'password'), `${password}\n`, { mode: 0o600 })
  await writeFile(passwordDraft, `${password}\n`, { mode: 0o600 })
  if (owner) {
    for (const one of [clusterDir(draft), passwordDraft]) await chown(one, owner.uid, owner.gid)
    // The server's user passes through these folders and reads nothing else in them.
    for (const one of [path.dirname(home), draft]) await chmod(one, 0o711)
  }
  const flags = [`--pgdata=${clusterDir(draft)}`, `--pwfile=${passwordDraft}`, ...(durable ? [] : ['--no-sync'])]
  const [command = '', ...args] = [...prefix, binaries.initdb, ...INITDB_FLAGS, ...flags]
  const made = spawnSync(command, args, { encoding: 'utf8' })
  await rm(passwordDraft)
  if (made.status !== 0) {
    await rm(draft, { recursive: true, force: true })
    throw startFailure(home, 'could not be made', made.stderr || (made.error?.message ?? ''))
  }
  // Somebody else may have been faster; then theirs counts.
  await rename(draft, home).catch(() => rm(draft, { recursive: true, force: true }))
}

async function choosePort(home: string): Promise<number> {
  const noted = Number(await readFile(path.join(home, 'port'), 'utf8').catch(() => ''))
  const port = noted > 0 && (await isPortFree(noted)) ? noted : await freePort()
  await writeFile(path.join(home, 'port'), `${port}\n`)
  return port
}

/**
 * Starts the server in a process group of its own, so that it outlives whoever started it. It may end at once, because
 * another command was faster: the caller looks at postmaster.pid, not at this process.
 */
export async function startServer({ home, durable, settings: further = [] }: ClusterOptions): Promise<ChildProcess> {
  const binaries = findPostgresBinaries()
  const { prefix } = findLauncher(binaries, statSync(clusterDir(home)).uid)
  await removeStalePidFile(clusterDir(home))
  const settings = [
    `port=${await choosePort(home)}`,
    'listen_addresses=127.0.0.1',
    'unix_socket_directories=',
    'logging_collector=off',
    ...(durable ? [] : THROW_AWAY_SETTINGS),
    ...further,
  ].flatMap((setting) => ['-c', setting])
  const start = [...prefix, binaries.postgres, '-D', clusterDir(home), ...settings]
  const log = openSync(path.join(home, 'server.log'), 'w', 0o600)
  return durable ? spawnDetached(start, ['ignore', log, log]) : spawnThrowAway(start, home, log)
}

function spawnDetached([command = '', ...args]: string[], stdio: StdioOptions): ChildProcess {
  const server = spawn(command, args, { detached: true, stdio })
  server.unref()
  return server
}

function spawnThrowAway(start: string[], home: string, log: number): ChildProcess {
  const server = spawnDetached(['/bin/sh', '-c', UNTIL_THE_PIPE_CLOSES, 'sh', home, ...start], ['pipe', log, log])
  if (server.stdin instanceof Socket) server.stdin.unref()
  return server
}

/** What went wrong, in one line, from all that initdb or the server said. */
export function startFailure(home: string, what: string, said: string): Failure {
  if (/No space left on device/.test(said)) {
    return new Failure(`The disk that holds ${home} is full: free some space and run the command again.`)
  }
  if (process.getuid?.() === 0 && /Permission denied/.test(said)) {
    return new Failure(
      `PostgreSQL refuses to run as root, and its user cannot reach ${home}: let others pass through the folders above ` +
        'it (mode 711), set DATA_DIR to another folder, or set DATABASE_URL.',
    )
  }
  const lines = said.trim().split('\n')
  const telling = lines.filter((line) => /FATAL|PANIC|ERROR|error:|could not/.test(line)).at(-1) ?? lines.at(-1)
  return new Failure(`The embedded database in ${home} ${what}: ${telling}`)
}

export const readServerLog = (home: string): Promise<string> =>
  readFile(path.join(home, 'server.log'), 'utf8').catch(() => '')
