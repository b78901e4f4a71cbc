import 'server-only'
import { rows, sql } from '@/lib/db'
import type { Mode, ProviderId } from './contract/provider-id'
import type { ProviderFacts } from './contract/surroundings'

/** The facts of one provider's account in one mode, in the database. @throws when the database is down. */
export const providerFacts = ({ provider, mode }: { provider: ProviderId; mode: Mode }): ProviderFacts => ({
  async read(name) {
    const [fact] = await rows<{ value: string }>(sql`
      select value from provider_facts where provider = ${provider}::provider and mode = ${mode}::payment_mode
        and name = ${name}`)
    return fact?.value ?? null
  },
  async keep(name, value) {
    await rows(sql`
      insert into provider_facts (provider, mode, name, value)
      values (${provider}::provider, ${mode}::payment_mode, ${name}, ${value})
      on conflict (provider, mode, name) do update set value = excluded.value`)
  },
  async readMany(names) {
    if (names.length === 0) return new Map()
    const found = await rows<{ name: string; value: string }>(sql`
      select name, value from provider_facts where provider = ${provider}::provider and mode = ${mode}::payment_mode
        and name = any(${names})`)
    return new Map(found.map(({ name, value }) => [name, value]))
  },
  async keepMany(facts) {
    if (facts.size === 0) return
    const kept = [...facts].map(([name, value]) => ({ name, value }))
    await rows(sql`
      insert into provider_facts (provider, mode, name, value)
      select ${provider}::provider, ${mode}::payment_mode, name, value
      from jsonb_to_recordset(${JSON.stringify(kept)}::jsonb) as f (name text, value text)
      on conflict (provider, mode, name) do update set value = excluded.value`)
  },
})
