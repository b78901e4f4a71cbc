import { globSync, readFileSync } from 'node:fs'
import { expect, test } from 'vitest'

// A line of documentation that names a command is run by a test, or does not stand there.

const read = (file: string) => readFileSync(file, 'utf8')
const written = ['README.md', 'CONTRIBUTING.md', '.env.example', ...globSync('{docs,sandbox}/**/*.md')]

/** `npm run seed`, and the lines of a shell block; what follows a `#` or two blanks explains. */
const NAMED = /`((?:npm|npx|node) [^`]+)`|^ *((?:npm (?:run|test|start|ci|install|exec)|npx|node)\b.*)$/gm

const commandsIn = (text: string) =>
  [...text.matchAll(NAMED)].map(([, quoted, line]) => (quoted ?? line ?? '').split(/ {2,}| #/, 1)[0]?.trim() ?? '')

const documented = written.flatMap((file) => commandsIn(read(file)).map((command) => ({ file, command })))

/** The commands that tests/commands starts, word by word as they are documented. */
const started = globSync('tests/commands/*.test.ts').flatMap((file) =>
  [...read(file).matchAll(/place\.(?:run|open)\('([^']+)'/g)].map(([, line = '']) => line),
)

/** Those that have to do with a whole run of the tests: where that run starts them. */
const partsOfTheRun: Record<string, { file: string; starts: string }> = {
  'npm test': { file: '.ci/run', starts: 'npm test' },
  'npm run build': { file: 'scripts/testing/steps.ts', starts: "'scripts/build.ts'" },
  'npm run test:faults': { file: 'scripts/testing/steps.ts', starts: "'scripts/faults.ts'" },
  'npm run demo': { file: 'tests/support/e2e/start-world.ts', starts: "'scripts/demo.ts'" },
}

function isRun(command: string): boolean {
  const part = partsOfTheRun[command.split(' -- ', 1)[0] ?? command]
  if (part) return read(part.file).includes(part.starts)
  return started.some((line) => line === command || line.startsWith(`${command} -- `))
}

test('every command that is documented is run by a test', () => {
  expect(documented.length).toBeGreaterThan(20)
  expect(documented.filter(({ command }) => !isRun(command))).toEqual([])
})

test('every command of the package is documented', () => {
  const { scripts } = JSON.parse(read('package.json')) as { scripts: Record<string, string> }
  const known = documented.map(({ command }) => command)
  const names = Object.keys(scripts).map((name) =>
    name === 'test' || name === 'start' ? `npm ${name}` : `npm run ${name}`,
  )
  const isKnown = (name: string) => known.some((command) => command === name || command.startsWith(`${name} -- `))
  expect(names.filter((name) => !isKnown(name))).toEqual([])
})
