import { afterAll, beforeAll, expect, test } from 'vitest'
import { makePlace } from '../support/commands'

let place: Awaited<ReturnType<typeof makePlace>>

beforeAll(async () => {
  place = await makePlace()
})
afterAll(() => place.leave())

test('bench measures every comparison and prices single requests', async () => {
  const { code, output } = await place.run('npm run bench -- --quick')
  expect(output).toMatch(/product page +[\d,]+ +empty page +[\d,]+ +\d\.\d\d/)
  expect(output).toMatch(/settled webhook +[\d,]+ +empty POST +[\d,]+ +\d\.\d\d/)
  expect(output).toMatch(/forged signatures, 100 wrong at the first digit .* ratio \d\.\d+/)
  expect(output).toMatch(/forged in 1 s, twice what settles: p99 of 10 honest ones/)
  expect(output).toMatch(/product +0 +[\d,]+ +[\d,]+/)
  expect(code).toBe(0)
})

test('test:mutants plants a fault that the tests find', async () => {
  const { code, output } = await place.run('npm run test:mutants -- FAULT', {
    words: { FAULT: 'the body is decoded before it is hashed' },
  })
  expect(output).toContain('1 of 1 planted faults were found')
  expect(code).toBe(0)
})
