import type pg from 'pg'
import { connect, findPending } from '../database/migrate'
import { Failure } from '../processes/failure'
import { type Finding, good, wrong } from './finding'

async function lookAtMigrations(client: pg.Client): Promise<Finding> {
  try {
    const pending = await findPending(client)
    if (pending.length === 0) return good('Migrations', 'all applied')
    return wrong('Migrations', `${pending.length} not applied yet (${pending.join(', ')}): \`npm start\` applies them.`)
  } catch (error) {
    if (error instanceof Failure) return wrong('Migrations', error.message)
    throw error
  }
}

/** Whether the database answers, is new enough and has the schema of this code. Changes nothing. */
export async function lookAtDatabase(databaseUrl: string): Promise<Finding[]> {
  try {
    const client = await connect(databaseUrl)
    const { rows } = await client.query<{ version: string }>(`select current_setting('server_version') as version`)
    const found = [good('Database', `PostgreSQL ${rows[0]?.version} at ${new URL(databaseUrl).host}`)]
    found.push(await lookAtMigrations(client))
    await client.end()
    return found
  } catch (error) {
    if (error instanceof Failure) return [wrong('Database', error.message)]
    throw error
  }
}
