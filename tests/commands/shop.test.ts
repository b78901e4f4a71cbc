import pg from 'pg'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { attachEmbedded } from '@/scripts/database/embedded'
import { makePlace, type Running } from '../support/commands'

let place: Awaited<ReturnType<typeof makePlace>>
let worker: Running
// One build serves all tests; by hand it may be the developer's own.
const build = { NEXT_DIST_DIR: process.env.NEXT_DIST_DIR ?? '.next-test' }

beforeAll(async () => {
  place = await makePlace()
  // Keeps the database up for the others, as it does beside a real shop.
  worker = await place.open('npm run worker', /The worker is running\./)
})
afterAll(() => place.leave())

test('seed fills an empty shop, and may be repeated', async () => {
  const first = await place.run('npm run seed')
  expect(first).toMatchObject({ code: 0, output: expect.stringContaining('The demo catalogue is in the shop.') })
  const again = await place.run('npm run seed')
  expect(again).toMatchObject({ code: 0, output: expect.stringContaining('The demo catalogue is in the shop.') })
})

test('merchant adds somebody who can sign in, once, and sets a password', async () => {
  const words = { EMAIL: 'new@pocketshop.test' }
  const added = await place.run('npm run merchant -- add EMAIL', { words, input: 'a-long-password-1\n' })
  expect(added).toMatchObject({ code: 0, output: expect.stringContaining('new@pocketshop.test can sign in now.') })
  const twice = await place.run('npm run merchant -- add EMAIL', { words, input: 'a-long-password-2\n' })
  expect(twice).toMatchObject({ code: 1, output: expect.stringContaining('nothing was changed') })
  const set = await place.run('npm run merchant -- password EMAIL', { words, input: 'a-long-password-3\n' })
  expect(set).toMatchObject({ code: 0, output: expect.stringContaining('is set') })
})

test('doctor looks at everything, says the cure of what is wrong, and ends badly for it', async () => {
  const { code, output } = await place.run('npm run doctor')
  expect(code).toBe(1)
  expect(output).toMatch(/✓ Configuration: complete/)
  expect(output).toMatch(/✓ Database: PostgreSQL \d+/)
  expect(output).toMatch(/✗ Pocketsflow: POCKETSFLOW_API_KEY is not set\. Make a key/)
})

test('doctor registers the webhook that is missing, keeps its secret, and has nothing left to mend', async () => {
  const sandbox = await place.open('npm run sandbox', /Payment sandbox/)
  const env = { POCKETSFLOW_API_KEY: 'pk_test_of_the_doctor', POCKETSFLOW_API_URL: place.sandboxUrl }
  const before = await place.run('npm run doctor', { env })
  expect(before.output).toMatch(/✗ Pocketsflow webhook: .*is not registered\. .*npm run doctor -- --register/)
  const registering = await place.run('npm run doctor -- --register', { env })
  expect(registering.output).toContain('· Pocketsflow registration: registered now')
  const url = `${place.shopUrl}/api/webhooks/pocketsflow`
  expect(registering.output).toContain(`✓ Pocketsflow webhook: registered to ${url}`)
  const after = await place.run('npm run doctor', { env })
  expect(after.output).toContain(`✓ Pocketsflow webhook: registered to ${url}`)
  await sandbox.stop()
})

test('ledger verifies books that nothing stands in yet', async () => {
  const { code, output } = await place.run('npm run ledger -- verify')
  expect(output).toContain('The books balance, the chain is unbroken, and ledger and orders agree.')
  expect(code).toBe(0)
})

test('ledger goes on above the numbers that only mails know of, once, and lists what was passed over', async () => {
  const first = await place.run('npm run ledger -- continue-after --order ORDER --receipt RECEIPT', {
    words: { ORDER: '1234', RECEIPT: '567' },
  })
  expect(first.output).toContain('Passed over: receipts (test) 1 to 567')
  const words = { ORDER: '1200', RECEIPT: '560' }
  const again = await place.run('npm run ledger -- continue-after --order ORDER --receipt RECEIPT', { words })
  expect(again.output).toContain('Nothing to do: numbers are above these already.')
  expect((await place.run('npm run ledger -- verify')).output).toMatch(/Passed over: orders \d+ to 1234/)
})

test('sandbox opens the payment company alone', async () => {
  const sandbox = await place.open('npm run sandbox', /Payment sandbox/)
  expect((await fetch(`${place.sandboxUrl}/_sandbox/health`)).status).toBe(200)
  await sandbox.stop()
  await expect(fetch(place.sandboxUrl)).rejects.toThrow('fetch failed')
})

test('start serves the shop of this database, until it is stopped', async () => {
  const shop = await place.open('npm start', /The shop is open at/, { env: { ...build, WORKER: 'off' } })
  expect((await fetch(`${place.shopUrl}/api/health`)).status).toBe(200)
  expect(await (await fetch(`${place.shopUrl}/products`)).text()).toContain('/products/')
  await shop.stop()
  await expect(fetch(place.shopUrl)).rejects.toThrow('fetch failed')
})

test('seed refuses a shop whose products it did not make', async () => {
  const database = await attachEmbedded(place.dataDir)
  const client = new pg.Client(database.url)
  await client.connect()
  await client.query(`update products set seeded = false where slug = 'fox-pin'`)
  await client.end()
  await database.release()
  const refused = await place.run('npm run seed')
  expect(refused.code).toBe(1)
  expect(refused.output).toContain('1 products that the seed did not make')
})

test('the worker ends when it is asked to', async () => {
  const { output } = await worker.stop()
  expect(output.split('\n').filter((line) => /"level":[5-9]0/.test(line))).toEqual([])
})
