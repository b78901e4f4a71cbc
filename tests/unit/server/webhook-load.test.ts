import { beforeEach, expect, it } from 'vitest'
import { createWebhookLoad, type WebhookLoad } from '@/lib/server/webhook-load'

let atMs: number
let lagMs: number
let load: WebhookLoad
const create = () =>
  createWebhookLoad(
    () => atMs,
    () => lagMs,
  )
beforeEach(() => {
  atMs = 10_000
  lagMs = 0
  load = create()
})

/** So many come in each tenth of a second and so many are answered. @returns how many were refused, tenth by tenth. */
function run(tenths: number, coming: number, answered: number): number[] {
  const open: (() => void)[] = []
  return Array.from({ length: tenths }, () => {
    let refused = 0
    for (let count = 0; count < coming; count += 1) {
      if (load.isTooMuch()) refused += 1
      else open.push(load.begin())
    }
    atMs += 100
    for (const end of open.splice(0, answered)) end()
    return refused
  })
}

it('takes everything while answers keep up', () => {
  expect(new Set(run(100, 20, 20))).toEqual(new Set([0]))
})

it('takes a burst whole, however long it is then busy with it', () => {
  expect(run(1, 5_000, 20)).toEqual([0])
})

it('refuses, at three times what it can do, as much as it cannot do, and keeps the wait within bounds', () => {
  const refused = run(200, 60, 20)
  expect(refused.slice(0, 5)).toEqual([0, 0, 0, 0, 0])
  const settled = refused.slice(100)
  const average = settled.reduce((sum, count) => sum + count, 0) / settled.length
  expect(average).toBeGreaterThan(36)
  expect(average).toBeLessThan(44)
})

it('refuses while nothing is answered at all, but never the first fifty', () => {
  for (let count = 0; count < 49; count += 1) load.begin()
  atMs += 60_000
  expect(load.isTooMuch()).toBe(false)
  const end = load.begin()
  expect(load.isTooMuch()).toBe(true)
  end()
  expect(load.isTooMuch()).toBe(false)
})

it('refuses sooner while the event loop is late with what it has not read', () => {
  run(40, 30, 20)
  expect(load.isTooMuch()).toBe(false)
  lagMs = 1_000
  expect(load.isTooMuch()).toBe(true)
})

it('begins anew after a pause', () => {
  run(50, 60, 20)
  load = create()
  const ends = Array.from({ length: 100 }, () => load.begin())
  for (const end of ends) end()
  atMs += 5_000
  expect(run(1, 1_000, 20)).toEqual([0])
})
