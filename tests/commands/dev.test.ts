import { afterAll, beforeAll, expect, test } from 'vitest'
import { makePlace } from '../support/commands'

let place: Awaited<ReturnType<typeof makePlace>>

beforeAll(async () => {
  place = await makePlace()
})
afterAll(() => place.leave())

test('dev opens the same parts as the demo', async () => {
  const dev = await place.open('npm run dev', /Ctrl-C stops everything/, { env: { NEXT_DIST_DIR: '.next-dev-test' } })
  expect(dev.output()).toContain(place.shopUrl)
  expect((await fetch(`${place.shopUrl}/api/health`)).status).toBe(200)
  expect((await fetch(`${place.sandboxUrl}/_sandbox/health`)).status).toBe(200)
})
