import 'server-only'
import { rows, sql } from '@/lib/db'

/**
 * True for exactly one caller in each `everyMs`, over all processes of the shop. A turn that was taken by a clock which has
 * been set back since counts for as long at most.
 */
export async function takeTurn({ key, everyMs, at }: { key: string; everyMs: number; at: Date }): Promise<boolean> {
  const [turn] = await rows(sql`
    insert into shared_pacing (key, last_at) values (${key}, ${at})
    on conflict (key) do update set last_at = excluded.last_at
      where shared_pacing.last_at <= ${new Date(at.getTime() - everyMs)}
        or shared_pacing.last_at > ${new Date(at.getTime() + everyMs)} returning key`)
  return turn !== undefined
}
