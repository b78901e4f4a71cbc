import 'server-only'
import { rows, sql } from '@/lib/db'

/** True for exactly one caller in each `everyMs`, over all processes of the shop. */
export async function takeTurn({ key, everyMs, at }: { key: string; everyMs: number; at: Date }): Promise<boolean> {
  const [turn] = await rows(sql`
    insert into shared_pacing (key, last_at) values (${key}, ${at})
    on conflict (key) do update set last_at = excluded.last_at
      where shared_pacing.last_at <= ${new Date(at.getTime() - everyMs)} returning key`)
  return turn !== undefined
}
