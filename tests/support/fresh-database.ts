import { randomBytes } from 'node:crypto'
import pg from 'pg'
import { afterAll, inject } from 'vitest'
import { closeDatabase } from '@/lib/db'

// Runs before each integration test file: lib/env reads these once, when the file's first use asks for them.
const templateUrl = new URL(inject('templateUrl'))
const name = `test_${randomBytes(6).toString('hex')}`
const maintenanceUrl = Object.assign(new URL(templateUrl), { pathname: '/postgres' }).href

async function maintain(statement: string): Promise<void> {
  const client = new pg.Client({ connectionString: maintenanceUrl })
  await client.connect()
  await client.query(statement)
  await client.end()
}

await maintain(`create database ${name} template ${templateUrl.pathname.slice(1)}`)

Object.assign(process.env, {
  DATABASE_URL: Object.assign(new URL(templateUrl), { pathname: `/${name}` }).href,
  AUTH_SECRET: 'integration-tests-only-0123456789abcdef',
  APP_URL: 'http://shop.test',
  POCKETSFLOW_API_KEY: 'pk_test_integration',
  POCKETSFLOW_API_URL: 'http://127.0.0.1:9',
  POCKETSFLOW_WEBHOOK_SECRET: 'whsec_integration',
  LOG_LEVEL: 'silent',
})

afterAll(async () => {
  await closeDatabase()
  await maintain(`drop database ${name} with (force)`)
})
