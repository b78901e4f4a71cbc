import { readdir, readFile } from 'node:fs/promises'
import path from 'node:path'
import { buildDir } from '../shop/source-stamp'
import type { Scenario } from './scenario'

/** Where the shop's code is as it is served: the build, and the sources that `npm start` and `npm run worker` run. */
const servedFolders = () => [buildDir(), 'lib', 'scripts/shop', 'scripts/database']

/** A text that is in every build, by which the search shows that it looks at the right place. */
const CANARY = 'insert into webhook_events'

async function readCode(folder: string): Promise<{ name: string; text: string }[]> {
  const entries = await readdir(folder, { withFileTypes: true, recursive: true })
  const files = entries
    .filter((entry) => entry.isFile() && /\.(js|mjs|cjs|ts)$/.test(entry.name))
    .map((entry) => path.join(entry.parentPath, entry.name))
    .filter((name) => !name.includes(`${path.sep}cache${path.sep}`))
  return Promise.all(files.map(async (name) => ({ name, text: await readFile(name, 'latin1') })))
}

async function search(markers: readonly string[]): Promise<void> {
  for (const folder of servedFolders()) {
    const files = await readCode(folder)
    if (folder === buildDir() && !files.some(({ text }) => text.includes(CANARY))) {
      throw new Error(`${folder} does not hold the shop's code.`)
    }
    for (const { name, text } of files) {
      const found = markers.find((marker) => text.includes(marker))
      if (found) throw new Error(`${name} knows of “${found}”.`)
    }
  }
}

/** Nothing of the faults is in the shop itself: they are done to it from outside, and its build knows none of them. */
export const searchBuild = (scenarios: readonly Scenario[]): Scenario => ({
  name: 'nothing-in-the-build',
  what: 'the build and what is served with it know of no fault, point or switch of these',
  isShort: true,
  play: async () => {
    const markers = [...scenarios.map(({ name }) => name), 'scripts/faults', 'FAULT_ROUNDS', 'FAULTS_CLOCK_FILE']
    await search(markers)
    return { note: `searched for ${markers.length} markers` }
  },
})
