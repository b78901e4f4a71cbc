import { createHash } from 'node:crypto'
import { readdir, readFile } from 'node:fs/promises'
import path from 'node:path'
import pg from 'pg'
import { Failure } from '../processes/failure'
import { ENGINE_FILTERS, withSchemaEngine } from './schema-engine'

const MIGRATIONS_DIR = 'prisma/migrations'
const LOCK_KEY = 7_403_117
const OLDEST_SERVER = 150_000

type Migration = { name: string; sql: string; checksum: string }
type AppliedRow = { migration_name: string; checksum: string; finished_at: Date | null; logs: string | null }

/** The migrations this code knows, oldest first, with the checksum that Prisma's command line writes too. */
export async function listMigrations(): Promise<Migration[]> {
  const names = (await readdir(MIGRATIONS_DIR)).filter((name) => /^\d/.test(name)).sort()
  return Promise.all(
    names.map(async (name) => {
      const sql = await readFile(path.join(MIGRATIONS_DIR, name, 'migration.sql'), 'utf8')
      return { name, sql, checksum: createHash('sha256').update(sql).digest('hex') }
    }),
  )
}

async function listApplied(client: pg.Client): Promise<AppliedRow[]> {
  const { rows } = await client.query<{ there: boolean }>(
    `select to_regclass('_prisma_migrations') is not null as there`,
  )
  if (!rows[0]?.there) return []
  const applied = await client.query<AppliedRow>(
    'select migration_name, checksum, finished_at, logs from _prisma_migrations where rolled_back_at is null order by started_at',
  )
  return applied.rows
}

function refuseUnfit(known: Migration[], applied: AppliedRow[]): void {
  for (const row of applied) {
    const migration = known.find(({ name }) => name === row.migration_name)
    if (!migration) {
      throw new Failure(
        `The database is newer than this code: it has the migration ${row.migration_name}. Update the code, then start again.`,
      )
    }
    if (!row.finished_at) {
      const reason = row.logs?.trim().split('\n')[0] ?? 'it was interrupted'
      throw new Failure(
        `The migration ${row.migration_name} failed (${reason}): mend the database, then run ` +
          `\`npx prisma migrate resolve --rolled-back ${row.migration_name}\` and start again.`,
      )
    }
    if (row.checksum !== migration.checksum) {
      throw new Failure(
        `The migration ${row.migration_name} was edited after it had been applied: restore its file, and put the change into a new migration.`,
      )
    }
  }
}

async function refuseOldServer(client: pg.Client): Promise<void> {
  const { rows } = await client.query<{ number: number }>(`select current_setting('server_version_num')::int as number`)
  const version = rows[0]?.number ?? 0
  if (version < OLDEST_SERVER) {
    throw new Failure(`PostgreSQL ${Math.floor(version / 10_000)} is too old: the shop needs version 15 or newer.`)
  }
}

async function applyAll(databaseUrl: string, migrations: Migration[]): Promise<void> {
  const lockfile = {
    path: 'migration_lock.toml',
    content: await readFile(path.join(MIGRATIONS_DIR, 'migration_lock.toml'), 'utf8'),
  }
  const migrationDirectories = migrations.map(({ name, sql }) => ({
    path: name,
    migrationFile: { path: 'migration.sql', content: { tag: 'ok' as const, value: sql } },
  }))
  const migrationsList = { baseDir: MIGRATIONS_DIR, lockfile, shadowDbInitScript: '', migrationDirectories }
  try {
    await withSchemaEngine(databaseUrl, (engine) => engine.applyMigrations({ migrationsList, filters: ENGINE_FILTERS }))
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error)
    throw new Failure(`The database could not be migrated: ${reason.trim().split('\n').slice(0, 2).join(' ')}`)
  }
}

async function migrateLocked(client: pg.Client, databaseUrl: string): Promise<string[]> {
  await refuseOldServer(client)
  await client.query('select pg_advisory_lock($1)', [LOCK_KEY])
  const [known, applied] = [await listMigrations(), await listApplied(client)]
  refuseUnfit(known, applied)
  const missing = known.filter(({ name }) => !applied.some((row) => row.migration_name === name))
  if (missing.length > 0) await applyAll(databaseUrl, known)
  return missing.map(({ name }) => name)
}

/** Which migrations a database still lacks. @throws Failure when the code and the database do not fit together. */
export async function findPending(client: pg.Client): Promise<string[]> {
  const [known, applied] = [await listMigrations(), await listApplied(client)]
  refuseUnfit(known, applied)
  return known.filter(({ name }) => !applied.some((row) => row.migration_name === name)).map(({ name }) => name)
}

const HOST_CURE = 'check DATABASE_URL and that the server runs'

/** A connection for commands. @throws Failure, without the password, when the database cannot be reached. */
export async function connect(databaseUrl: string): Promise<pg.Client> {
  const client = new pg.Client({ connectionString: databaseUrl, connectionTimeoutMillis: 10_000 })
  client.on('error', () => undefined)
  try {
    await client.connect()
    return client
  } catch (error) {
    const reason = error instanceof Error ? error.message || (error as NodeJS.ErrnoException).code : String(error)
    const { host } = new URL(databaseUrl)
    throw new Failure(`The database at ${host} cannot be reached (${reason}): ${HOST_CURE}.`)
  }
}

/**
 * Brings a database to the schema of this code; several processes may call it at once. Applied by Prisma's own engine,
 * so `prisma migrate deploy` stays usable. @returns the names of the migrations it applied.
 */
export async function migrate(databaseUrl: string): Promise<string[]> {
  const client = await connect(databaseUrl)
  try {
    return await migrateLocked(client, databaseUrl)
  } finally {
    await client.end()
  }
}
