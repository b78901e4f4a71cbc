import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { pureFaults } from '@/scripts/mutants/pure-faults'
import { settlementFaults } from '@/scripts/mutants/settlement-faults'

const faults = [...pureFaults, ...settlementFaults]

test('every planted fault fits the code as it is, in one place', () => {
  const placesOf = ({ file, from }: { file: string; from: string }) => readFileSync(file, 'utf8').split(from).length - 1
  expect(faults.filter((fault) => placesOf(fault) !== 1).map(({ file, name }) => `${file}: ${name}`)).toEqual([])
})

test('there are at least thirty, each with a name of its own', () => {
  const names = faults.map(({ file, name }) => `${file}: ${name}`)
  expect(new Set(names).size).toBe(names.length)
  expect(names.length).toBeGreaterThanOrEqual(30)
})
