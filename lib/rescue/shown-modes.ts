import 'server-only'
import { type Prisma, sql } from '@/lib/db'
import type { Mode } from '@/lib/payments/contract/provider-id'
import { activeMode } from '@/lib/payments/registry'

/**
 * Whether something of a mode is shown: while the shop takes real money nothing of its tests is; while it is tested, real
 * money that waits is never hidden.
 */
export const ofMode = (column: Prisma.Sql): Prisma.Sql =>
  activeMode() === 'live' ? sql`${column} = 'live'` : sql`true`

/** Tells real money from that of tests where both may stand. */
export const modeMark = (mode: Mode): string => (mode === activeMode() ? '' : ` (${mode} mode)`)
