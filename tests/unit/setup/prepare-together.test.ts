import { type ChildProcess, spawn } from 'node:child_process'
import { chmod, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { pathToFileURL } from 'node:url'
import { afterEach, beforeEach, expect, it } from 'vitest'

/** npm as far as it matters here: it takes its time, leaves a half-made folder meanwhile, and trips over another one. */
const NPM = `#!${process.execPath}
const fs = require('node:fs')
const write = (file, text) => {
  fs.mkdirSync(require('node:path').dirname(file), { recursive: true })
  fs.writeFileSync(file, text)
}
fs.appendFileSync('installs', 'began ')
fs.mkdirSync('busy')
fs.rmSync('node_modules', { recursive: true, force: true })
setTimeout(() => {
  write('node_modules/prisma/package.json', '{"version":"1.0.0"}')
  write('node_modules/prisma/build/index.js', "require('node:fs').mkdirSync('prisma/generated', { recursive: true })")
  fs.mkdirSync('node_modules/node/bin', { recursive: true })
  fs.symlinkSync(process.execPath, 'node_modules/node/bin/node')
  write('node_modules/.package-lock.json', fs.readFileSync('package-lock.json', 'utf8'))
  fs.rmdirSync('busy')
  fs.appendFileSync('installs', 'ended ')
}, 900)
`
const ready = pathToFileURL(path.resolve('scripts/setup/ensure-ready.mjs')).href
const command = `import { ensureReady } from '${ready}'
const problem = await ensureReady(process.cwd())
process.stdout.write(problem ?? 'ready')`

let root: string
const started: ChildProcess[] = []

/** A first command in the folder, whatever its own environment. */
function prepare(env: Record<string, string> = {}) {
  const child = spawn(process.execPath, ['--input-type=module', '-e', command], {
    cwd: root,
    env: { ...process.env, PATH: `${path.join(root, 'bin')}:${process.env.PATH}`, ...env },
  })
  started.push(child)
  let said = ''
  for (const stream of [child.stdout, child.stderr]) {
    stream.on('data', (part: Buffer) => {
      said += part
    })
  }
  const ended = new Promise<string>((resolve) => child.once('close', () => resolve(said)))
  return { child, ended }
}

const installs = () => readFile(path.join(root, 'installs'), 'utf8').catch(() => '')

async function until(holds: () => Promise<boolean>) {
  while (!(await holds())) await new Promise((resolve) => setTimeout(resolve, 20))
}

beforeEach(async () => {
  root = await mkdtemp(path.join(tmpdir(), 'prepare-'))
  await mkdir(path.join(root, 'bin'))
  await mkdir(path.join(root, 'prisma'))
  await writeFile(path.join(root, 'prisma', 'schema.prisma'), '')
  await writeFile(path.join(root, 'bin', 'npm'), NPM)
  await chmod(path.join(root, 'bin', 'npm'), 0o755)
  const packages = { 'node_modules/prisma': { version: '1.0.0' } }
  await writeFile(path.join(root, 'package-lock.json'), JSON.stringify({ packages }))
})
afterEach(async () => {
  for (const child of started.splice(0)) child.kill('SIGKILL')
  await rm(root, { recursive: true, force: true })
})

it('of commands started at once one installs, and the others wait for it', async () => {
  await mkdir(path.join(root, 'tmp'))
  const said = await Promise.all([prepare().ended, prepare({ TMPDIR: path.join(root, 'tmp') }).ended, prepare().ended])
  expect(said.map((text) => text.slice(-5))).toEqual(['ready', 'ready', 'ready'])
  expect(said.filter((text) => text.includes('waiting for it'))).toHaveLength(2)
  expect(await installs()).toBe('began ended ')
})

it('a command that finds another one killed waits for the npm that it left behind', async () => {
  const first = prepare()
  await until(async () => (await installs()) === 'began ')
  first.child.kill('SIGKILL')
  expect(await prepare().ended).toMatch(/waiting for it…\nready$/)
  expect(await installs()).toBe('began ended ')
})

const forsaken = [['of a command that is gone', JSON.stringify([{ pid: 2 ** 22 + 1, startedAt: null }])]]
// Only there a process can be told from an earlier one with its number.
if (process.platform === 'linux')
  forsaken.push(['whose number another process has now', JSON.stringify([{ pid: process.pid, startedAt: '1' }])])

it.each(forsaken)('a lock %s stops nobody', async (_name, holders = '') => {
  await writeFile(path.join(root, '.preparing'), holders)
  const said = await Promise.all([prepare().ended, prepare().ended])
  expect(said.map((text) => text.slice(-5))).toEqual(['ready', 'ready'])
  expect(await installs()).toBe('began ended ')
})
