import 'server-only'
import { sql, type Tx } from '@/lib/db'

/** One customer per e-mail address (lower case), with the name given last. Safe to repeat. @returns the customer's id. */
export async function upsertCustomer(tx: Tx, contact: { email: string; name: string }, at: Date): Promise<number> {
  const [customer] = await tx.rows<{ id: number }>(sql`
    insert into customers (email, name, created_at) values (${contact.email}, ${contact.name}, ${at})
    on conflict (email) do update set name = excluded.name returning id`)
  if (!customer) throw new Error('the customer was not written')
  return customer.id
}
