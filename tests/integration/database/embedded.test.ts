import { mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import pg from 'pg'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { attachEmbedded } from '@/scripts/database/embedded'
import { findPostmaster } from '@/scripts/database/postmaster'

let dataDir: string
const postmaster = () => findPostmaster(path.join(dataDir, 'database', 'cluster'))
const attach = () => attachEmbedded(dataDir, { durable: false })

async function answers(url: string): Promise<boolean> {
  const client = new pg.Client({ connectionString: url })
  client.on('error', () => undefined)
  const works = await client.connect().then(
    () => true,
    () => false,
  )
  await client.end().catch(() => undefined)
  return works
}

beforeEach(async () => {
  dataDir = await mkdtemp(path.join(tmpdir(), 'pocketshop-embedded-'))
})

afterEach(async () => {
  // Whatever a test left running is stopped by the last one that leaves.
  await attach().then((database) => database.release())
  await rm(dataDir, { recursive: true, force: true })
})

test('commands that start at once share one server, and the last to leave stops it', async () => {
  const [first, second] = await Promise.all([attach(), attach()])
  expect(first?.url).toBe(second?.url)
  await first?.release()
  expect(await answers(second?.url ?? '')).toBe(true)
  await second?.release()
  expect(await postmaster()).toBeNull()
})

test('a server that was killed is started again for those who still need it', { timeout: 30_000 }, async () => {
  const database = await attach()
  process.kill((await postmaster())?.pid ?? 0, 'SIGKILL')
  await vi.waitFor(async () => expect(await answers(database.url)).toBe(true), { timeout: 20_000, interval: 100 })
  await database.release()
  expect(await postmaster()).toBeNull()
})

test('a note of a server whose number now belongs to somebody else does not keep it from starting', async () => {
  const before = await attach()
  const pid = (await postmaster())?.pid ?? 0
  await before.release()
  await writeFile(path.join(dataDir, 'database', 'cluster', 'postmaster.pid'), `${process.pid}\n\n\n1\n\n\n\nready\n`)
  const after = await attach()
  expect((await postmaster())?.pid).not.toBe(pid)
  expect(await answers(after.url)).toBe(true)
  await after.release()
})

test('the password is random, and only its owner can read it', async () => {
  const database = await attach()
  const file = path.join(dataDir, 'database', 'password')
  expect((await stat(file)).mode & 0o077).toBe(0)
  expect(new URL(database.url).password).toBe((await readFile(file, 'utf8')).trim())
  expect(await answers(database.url.replace(/:[^:@]+@/, ':wrong@'))).toBe(false)
  await database.release()
})
