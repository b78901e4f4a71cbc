import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { environmentVariables } from '@/lib/env'

test('.env.example names every variable that the shop reads', () => {
  const named = [...readFileSync('.env.example', 'utf8').matchAll(/^# ([A-Z_]+)=/gm)].map(([, name]) => name)
  expect(named).toEqual(expect.arrayContaining(environmentVariables))
})
