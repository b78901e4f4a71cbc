import { spawnSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { Failure } from '../processes/failure'
import type { PostgresBinaries } from './postgres-binaries'

/** How to start PostgreSQL's programs: a command to put before them, and the user who must own the cluster. */
export type Launcher = { prefix: string[]; owner: { uid: number; gid: number } | null }

type Account = { name: string; uid: number; gid: number }

const AS_WE_ARE: Launcher = { prefix: [], owner: null }

function ordinaryAccounts(): Account[] {
  return readFileSync('/etc/passwd', 'utf8')
    .split('\n')
    .map((line) => line.split(':'))
    .map(([name = '', , uid, gid]) => ({ name, uid: Number(uid), gid: Number(gid) }))
    .filter(({ uid }) => uid > 0)
}

/** A user that is not root. PostgreSQL looks its name up, so it has to be one the system knows. */
function findAccount(clusterUid: number | null): Account | undefined {
  const accounts = ordinaryAccounts()
  if (clusterUid) return accounts.find(({ uid }) => uid === clusterUid)
  return ['postgres', 'nobody'].map((name) => accounts.find((one) => one.name === name)).find(Boolean) ?? accounts[0]
}

/** Inside the namespace root is somebody else; outside it stays the owner of its files, below 0700 folders too. */
const inUserNamespace = ({ uid, gid }: Account): Launcher => ({
  prefix: ['unshare', '--user', `--map-user=${uid}`, `--map-group=${gid}`, '--'],
  owner: null,
})

const asAccount = ({ uid, gid }: Account): Launcher => ({
  prefix: ['setpriv', `--reuid=${uid}`, `--regid=${gid}`, '--clear-groups', '--'],
  owner: { uid, gid },
})

function works({ prefix }: Launcher, program: string): boolean {
  const [command = program, ...args] = [...prefix, program, '--version']
  return spawnSync(command, args, { stdio: 'ignore', timeout: 10_000 }).status === 0
}

/**
 * Finds a way to run the server that works here, root or not: PostgreSQL refuses to be root.
 * @param clusterUid owner of an existing cluster, which it keeps; null before it exists
 */
export function findLauncher({ postgres }: PostgresBinaries, clusterUid: number | null): Launcher {
  if (process.getuid?.() !== 0) return AS_WE_ARE
  const account = findAccount(clusterUid)
  const candidates = account ? [...(clusterUid ? [] : [inUserNamespace(account)]), asAccount(account)] : []
  const launcher = candidates.find((one) => works(one, postgres))
  if (launcher) return launcher
  throw new Failure(
    `PostgreSQL refuses to run as root, and no other user can reach ${postgres}: move the project to a folder ` +
      'that others may enter (mode 755), run the command as another user, or set DATABASE_URL.',
  )
}
