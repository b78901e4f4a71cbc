import { expect, test } from 'vitest'
import { pageReadsEnded, trackPageRead } from '@/lib/catalog/page-reads'

function openRead() {
  let finish: () => void = () => undefined
  const ended = new Promise<void>((resolve) => {
    finish = resolve
  })
  return { finish, read: trackPageRead(() => ended) }
}

test('waiting ends at once when no page is reading', async () => {
  await expect(pageReadsEnded(60_000)).resolves.toBeUndefined()
})

test('waiting lasts until every page has read, also one that began meanwhile', async () => {
  const first = openRead()
  let isOver = false
  const waiting = pageReadsEnded(60_000).then(() => {
    isOver = true
  })
  const second = openRead()
  first.finish()
  await first.read
  await new Promise((resolve) => setImmediate(resolve))
  expect(isOver).toBe(false)
  second.finish()
  await waiting
  expect(isOver).toBe(true)
})

test('a read that never ends holds nobody longer than the deadline', async () => {
  const stuck = openRead()
  await expect(pageReadsEnded(10)).resolves.toBeUndefined()
  stuck.finish()
  await stuck.read
})

test('a read that fails is over too, and says so to its page', async () => {
  const failing = trackPageRead(() => Promise.reject(new Error('no database')))
  await expect(failing).rejects.toThrow('no database')
  await expect(pageReadsEnded(60_000)).resolves.toBeUndefined()
})
