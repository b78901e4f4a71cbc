import { readdir, readFile } from 'node:fs/promises'
import path from 'node:path'
import { expect, it } from 'vitest'
import { reliabilityRows, rowsWithoutTest } from '../reliability-rows'

const testsDir = path.join(import.meta.dirname, '..')
/** A test's title, or the first cell of a table of tests: “W62: a cent less”, “W63, W67: form %s”. */
const titles = /[([]\s*['"`]((?:[WTP]\d\d(?:, )?)+): /g

async function numbersInTitles(): Promise<Set<string>> {
  const files = await readdir(testsDir, { recursive: true })
  const sources = files.filter((file) => /\.(test|spec)\.ts$|-contract\.ts$/.test(file))
  const texts = await Promise.all(sources.map((file) => readFile(path.join(testsDir, file), 'utf8')))
  return new Set(
    texts.flatMap((text) => [...text.matchAll(titles)].flatMap(([, numbers]) => numbers?.split(', ') ?? [])),
  )
}

it('every row of the catalogue has a test with its number, or a reason why not', async () => {
  const tested = await numbersInTitles()
  const untested = Object.keys(reliabilityRows).filter((number) => !tested.has(number) && !rowsWithoutTest[number])
  expect(untested).toEqual([])
})

it('no test has a number that the catalogue does not know, and no row is both tested and excused', async () => {
  const tested = await numbersInTitles()
  expect([...tested].filter((number) => !reliabilityRows[number])).toEqual([])
  expect(Object.keys(rowsWithoutTest).filter((number) => tested.has(number))).toEqual([])
})
