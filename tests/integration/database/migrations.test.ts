import { readFile } from 'node:fs/promises'
import pg from 'pg'
import { afterAll, beforeEach, expect, inject, test } from 'vitest'
import { listMigrations, migrate } from '@/scripts/database/migrate'
import { ENGINE_FILTERS, withSchemaEngine } from '@/scripts/database/schema-engine'

const NAME = `migrations_${process.pid}`
const REFERENCE = `reference_${process.pid}`
const templateUrl = inject('templateUrl')
const urlOf = (name: string) => Object.assign(new URL(templateUrl), { pathname: `/${name}` }).href
const url = urlOf(NAME)

async function run(databaseUrl: string, statement: string) {
  const client = new pg.Client({ connectionString: databaseUrl })
  await client.connect()
  const { rows } = await client.query(statement)
  await client.end()
  return rows
}

async function dropAll(): Promise<void> {
  for (const name of [NAME, REFERENCE]) await run(urlOf('postgres'), `drop database if exists ${name} with (force)`)
}

beforeEach(async () => {
  await dropAll()
  await run(urlOf('postgres'), `create database ${NAME}`)
})

afterAll(dropAll)

test('several processes that start at once apply each migration once, and a second run applies none', async () => {
  const applied = await Promise.all([migrate(url), migrate(url), migrate(url)])
  const known = (await listMigrations()).map(({ name }) => name)
  expect(applied.flat()).toEqual(known)
  expect(await migrate(url)).toEqual([])
})

/** Prisma's own SQL for the whole schema. */
async function sqlOfSchema(): Promise<string> {
  const content = await readFile('prisma/schema.prisma', 'utf8')
  const { stdout } = await withSchemaEngine(url, (engine) =>
    engine.diff({
      from: { tag: 'empty' },
      to: { tag: 'schemaDatamodel', files: [{ path: 'schema.prisma', content }] },
      script: true,
      exitCode: null,
      filters: ENGINE_FILTERS,
    }),
  )
  return stdout ?? ''
}

const SHAPES = {
  columns: `select format('%s.%s %s null:%s default:%s', table_name, column_name, udt_name, is_nullable, column_default) as text
    from information_schema.columns where table_schema = 'public' and table_name <> '_prisma_migrations'`,
  enums: `select format('%s.%s', typname, enumlabel) as text from pg_enum join pg_type on pg_type.oid = enumtypid`,
  indexes: `select indexdef as text from pg_indexes where schemaname = 'public' and tablename <> '_prisma_migrations'`,
  references: `select format('%s %s', conrelid::regclass, pg_get_constraintdef(oid)) as text from pg_constraint where contype = 'f'`,
}

const shapeOf = async (databaseUrl: string, query: string): Promise<string[]> =>
  (await run(databaseUrl, query)).map(({ text }) => text).sort()

test('the migrations make the tables of the schema, with nothing missing and no column of their own', async () => {
  const reference = urlOf(REFERENCE)
  await run(urlOf('postgres'), `create database ${REFERENCE}`)
  await run(reference, await sqlOfSchema())
  await migrate(url)
  expect(await shapeOf(url, SHAPES.columns)).toEqual(await shapeOf(reference, SHAPES.columns))
  expect(await shapeOf(url, SHAPES.enums)).toEqual(await shapeOf(reference, SHAPES.enums))
  // Beside what the schema can say a migration may add bounds of its own.
  for (const query of [SHAPES.indexes, SHAPES.references]) {
    expect(await shapeOf(url, query)).toEqual(expect.arrayContaining(await shapeOf(reference, query)))
  }
})

test('a database that is newer than the code is refused', async () => {
  await migrate(url)
  await run(
    url,
    `insert into _prisma_migrations (id, checksum, migration_name, finished_at)
     values ('1', 'x', '29990101000000_from_the_future', now())`,
  )
  await expect(migrate(url)).rejects.toThrow(/newer than this code.*29990101000000_from_the_future/)
})

test('a migration that was edited after it had been applied is refused', async () => {
  await migrate(url)
  await run(url, `update _prisma_migrations set checksum = 'edited'`)
  await expect(migrate(url)).rejects.toThrow(/was edited after it had been applied/)
})

test('a migration that failed half-way is named, with the way out', async () => {
  await migrate(url)
  await run(url, `update _prisma_migrations set finished_at = null, logs = 'syntax error'`)
  await expect(migrate(url)).rejects.toThrow(/failed \(syntax error\).*migrate resolve --rolled-back/)
})
