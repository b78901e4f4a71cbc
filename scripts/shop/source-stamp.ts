import { createHash } from 'node:crypto'
import { existsSync } from 'node:fs'
import { readdir, readFile, writeFile } from 'node:fs/promises'
import path from 'node:path'

// What a build is made of. `public` is served as it lies there, so it is no part of a build.
const SOURCES = [
  'app',
  'components',
  'lib',
  'prisma/schema.prisma',
  'instrumentation.ts',
  'proxy.ts',
  'next.config.ts',
  'postcss.config.mjs',
  'tsconfig.json',
  'package-lock.json',
]

async function listFiles(place: string): Promise<string[]> {
  if (!existsSync(place)) return []
  const entries = await readdir(place, { withFileTypes: true, recursive: true }).catch(() => null)
  if (!entries) return [place]
  return entries.filter((entry) => entry.isFile()).map((entry) => path.join(entry.parentPath, entry.name))
}

/** One hash over everything that a build is made of. */
export async function readSourceStamp(): Promise<string> {
  const files = (await Promise.all(SOURCES.map(listFiles))).flat().sort()
  const hash = createHash('sha256')
  for (const file of files)
    hash
      .update(`${file}\0`)
      .update(await readFile(file))
      .update('\0')
  return hash.digest('hex')
}

/** `NEXT_DIST_DIR` keeps builds apart, so that tests build beside a running demo. */
export const buildDir = () => process.env.NEXT_DIST_DIR ?? '.next'

const stampFile = () => path.join(buildDir(), 'source-stamp')

/** Notes that the build was made of these sources; only a build that came to its end has the note. */
export const writeBuildStamp = (stamp: string) => writeFile(stampFile(), stamp)

export async function isBuildCurrent(): Promise<boolean> {
  const noted = await readFile(stampFile(), 'utf8').catch(() => null)
  return noted !== null && noted === (await readSourceStamp())
}
