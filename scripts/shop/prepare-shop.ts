import { addMerchant } from '@/lib/auth/add-merchant'
import { closeDatabase } from '@/lib/db'
import type { Env } from '@/lib/env'
import { migrate } from '../database/migrate'
import { Failure } from '../processes/failure'
import type { CommandContext } from '../processes/run-command'
import { completeEnvironment } from './environment'

/** The first merchant, from the environment; one who is there already is never changed. */
export async function ensureFirstMerchant({ ADMIN_EMAIL, ADMIN_PASSWORD }: Env): Promise<void> {
  if (!ADMIN_EMAIL || !ADMIN_PASSWORD) return
  const added = await addMerchant({ email: ADMIN_EMAIL, password: ADMIN_PASSWORD })
  if (!added.ok && added.error.code !== 'exists') throw new Failure(`ADMIN_EMAIL: ${added.error.text}.`)
}

/** What every command needs that works on a shop: a complete environment and a database of this code's schema. */
export async function prepareShop(context: CommandContext): Promise<Env> {
  const complete = await completeEnvironment(context)
  context.onEnd(closeDatabase)
  const applied = await migrate(complete.DATABASE_URL ?? '')
  if (applied.length > 0) process.stdout.write(`Migrated the database: ${applied.join(', ')}\n`)
  return complete
}
