import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import pg from 'pg'
import type { TestProject } from 'vitest/node'
import { attachEmbedded } from '@/scripts/database/embedded'
import { migrate } from '@/scripts/database/migrate'

declare module 'vitest' {
  export interface ProvidedContext {
    /** A migrated database that tests copy and never change. */
    templateUrl: string
  }
}

const TEMPLATE = 'template_shop'

/** One throw-away server for a whole run; every test file gets a database of its own on it (fresh-database.ts). */
export async function setup(project: TestProject) {
  const dataDir = await mkdtemp(path.join(tmpdir(), 'pocketshop-test-'))
  const database = await attachEmbedded(dataDir, { durable: false })
  const templateUrl = Object.assign(new URL(database.url), { pathname: `/${TEMPLATE}` }).href
  const client = new pg.Client({ connectionString: database.url })
  await client.connect()
  await client.query(`create database ${TEMPLATE}`)
  await client.end()
  await migrate(templateUrl)
  project.provide('templateUrl', templateUrl)
  return async () => {
    await database.release()
    await rm(dataDir, { recursive: true, force: true })
  }
}
