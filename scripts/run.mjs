// The door of every command: runs on the system's Node, brings what is missing, then hands over to the Node that the
// lockfile pins. Plain JavaScript without packages, because it runs before anything is installed.
import { spawn } from 'node:child_process'
import { existsSync, readdirSync } from 'node:fs'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { watchAncestors } from './setup/ancestors.mjs'
import { ensureReady } from './setup/ensure-ready.mjs'

const root = fileURLToPath(new URL('..', import.meta.url))
const [command = '', ...args] = process.argv.slice(2)
const commands = readdirSync(path.join(root, 'scripts'))
  .filter((name) => name.endsWith('.ts'))
  .map((name) => name.slice(0, -'.ts'.length))

function refuse(line) {
  process.stderr.write(`${line}\n`)
  process.exit(1)
}

function entryOf(name) {
  if (name === 'sandbox') return path.join(root, 'sandbox', 'main.ts')
  if (commands.includes(name)) return path.join(root, 'scripts', `${name}.ts`)
  return refuse(`There is no command “${name}”. There are: ${[...commands, 'sandbox'].sort().join(', ')}.`)
}

function nodeArguments(entry) {
  // Tests must come out alike whatever the developer's own .env says.
  const envFile = command === 'test' || !existsSync(path.join(root, '.env')) ? [] : ['--env-file=.env']
  return [
    ...envFile,
    '--disable-warning=ExperimentalWarning',
    '--import=tsx',
    '--import=./scripts/setup/leave-with-parent.mjs',
    entry,
  ]
}

/** React and Next choose their build by it when they are first loaded, so it is set from outside. */
function modeOf(name) {
  if (name === 'test') return {}
  return { NODE_ENV: name === 'dev' ? 'development' : 'production' }
}

function handOver(entry) {
  const node = path.join(root, 'node_modules', '.bin', process.platform === 'win32' ? 'node.cmd' : 'node')
  const child = spawn(node, [...nodeArguments(entry), ...args], {
    cwd: root,
    stdio: ['inherit', 'inherit', 'inherit', 'ipc'],
    env: { ...process.env, ...modeOf(command), TSX_TSCONFIG_PATH: path.join(root, 'tsconfig.scripts.json') },
  })
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => child.kill(signal))
  watchAncestors(() => child.kill('SIGTERM'))
  child.on('error', (error) => refuse(`The pinned Node could not be started: ${error.message}`))
  child.on('exit', (code, signal) => process.exit(code ?? (signal === 'SIGINT' ? 130 : 1)))
}

const entry = entryOf(command)
const problem = await ensureReady(root)
if (problem) refuse(problem)
handOver(entry)
