import { spawn, spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { withLock } from './lock.mjs'

const OLDEST_NODE = [20, 19]

function oldNode() {
  const [major = 0, minor = 0] = process.versions.node.split('.').map(Number)
  const isOld = major < OLDEST_NODE[0] || (major === OLDEST_NODE[0] && minor < OLDEST_NODE[1])
  return isOld ? `Node ${process.versions.node} is too old: install Node ${OLDEST_NODE.join('.')} or newer.` : null
}

function readJson(file) {
  try {
    return JSON.parse(readFileSync(file, 'utf8'))
  } catch {
    return null
  }
}

/** Whether node_modules holds what the lockfile says, by npm's own note of what it installed last and finished. */
function isInstalled(root) {
  const wanted = readJson(path.join(root, 'package-lock.json'))?.packages ?? {}
  const installed = readJson(path.join(root, 'node_modules', '.package-lock.json'))?.packages
  if (!installed) return false
  return Object.entries(wanted).every(([place, { version, optional, devOptional, peer }]) => {
    if (place === '') return true
    if (!installed[place]) return Boolean(optional || devOptional || peer)
    return installed[place].version === version
  })
}

const nodeOf = (root) =>
  path.join(root, 'node_modules', 'node', 'bin', process.platform === 'win32' ? 'node.exe' : 'node')

async function install(root, alsoHeldBy) {
  process.stderr.write('Installing packages (once, about a minute)…\n')
  const npm = spawn('npm', ['ci', '--include=dev', '--no-audit', '--no-fund', '--loglevel=error'], {
    cwd: root,
    stdio: ['ignore', 'ignore', 'inherit'],
    shell: process.platform === 'win32',
  })
  if (npm.pid) alsoHeldBy(npm.pid)
  const [code, error] = await new Promise((resolve) => {
    npm.once('error', (failure) => resolve([null, failure]))
    npm.once('exit', (status) => resolve([status, null]))
  })
  if (error) return `npm could not be started (${error.message}): install npm beside Node.`
  if (code !== 0) return 'Installing the packages failed; npm says why above.'
  if (!existsSync(nodeOf(root))) return 'npm skipped install scripts: run `npm rebuild` once, then this command again.'
  return null
}

const fingerprint = (...texts) => createHash('sha256').update(texts.join('\0')).digest('hex')

function prismaStamp(root) {
  const prisma = readJson(path.join(root, 'node_modules', 'prisma', 'package.json'))
  return fingerprint(prisma?.version, readFileSync(path.join(root, 'prisma', 'schema.prisma'), 'utf8'))
}

function isGenerated(root) {
  const stampFile = path.join(root, 'prisma', 'generated', 'stamp')
  return existsSync(stampFile) && readFileSync(stampFile, 'utf8') === prismaStamp(root)
}

function generate(root) {
  const cli = path.join(root, 'node_modules', 'prisma', 'build', 'index.js')
  const result = spawnSync(nodeOf(root), [cli, 'generate'], {
    cwd: root,
    encoding: 'utf8',
    // The generator only asks that an engine's path exists; without it Prisma would download one that nothing here uses.
    env: {
      ...process.env,
      PRISMA_SCHEMA_ENGINE_BINARY: process.execPath,
      PRISMA_HIDE_UPDATE_MESSAGE: '1',
      CHECKPOINT_DISABLE: '1',
    },
  })
  if (result.status !== 0) return `Prisma's client could not be generated:\n${result.stderr || result.stdout}`
  writeFileSync(path.join(root, 'prisma', 'generated', 'stamp'), prismaStamp(root))
  return null
}

const isReady = (root) => isInstalled(root) && existsSync(nodeOf(root)) && isGenerated(root)

/** Installs packages and generates the Prisma client where they are missing or old. Returns what went wrong, in a line. */
export async function ensureReady(root) {
  const old = oldNode()
  if (old) return old
  if (isReady(root)) return null
  const onWait = () => process.stderr.write('Another command is installing the packages: waiting for it…\n')
  return withLock(root, onWait, async (alsoHeldBy) => {
    const notInstalled = !isInstalled(root) || !existsSync(nodeOf(root))
    return (notInstalled ? await install(root, alsoHeldBy) : null) ?? (isGenerated(root) ? null : generate(root))
  })
}
