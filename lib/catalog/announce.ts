import 'server-only'
import { type Queries, sql } from '@/lib/db'

/** The PostgreSQL channel on which every web process hears that pages went stale. */
export const catalogueChannel = 'catalogue_changed'

// A notification's payload must stay below 8,000 bytes.
const slugsPerNotification = 100

/**
 * Tells every web process, at the moment `tx` commits, that the pages of these products (and all lists) are stale:
 * call it in the transaction that changes a price, a stock label, a text or the publication. `['*']` means everything.
 * Safe to repeat; nothing is told when the transaction rolls back or `slugs` is empty.
 */
export async function announceCatalogChange(tx: Queries, slugs: string[]): Promise<void> {
  const unique = [...new Set(slugs)].sort()
  for (let start = 0; start < unique.length; start += slugsPerNotification) {
    const payload = unique.slice(start, start + slugsPerNotification).join(',')
    await tx.rows(sql`select pg_notify(${catalogueChannel}, ${payload})`)
  }
}

/** The cache tags that a notification's payload makes stale. */
export function tagsOfAnnouncement(payload: string): string[] {
  const slugs = payload.split(',').filter(Boolean)
  if (slugs.length === 0 || slugs.includes('*')) return ['*']
  return ['catalogue', ...slugs.map((slug) => `product:${slug}`)]
}
