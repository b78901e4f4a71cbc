import type { WallClock } from '@/lib/back-office/model'
import { systemClock } from '@/lib/clock'
import { env } from '@/lib/env'

/** The shop's wall clock as pages of the back office pass it to what they render. */
export const wallClock = (): WallClock => ({ timeZone: env().SHOP_TIMEZONE, now: systemClock.now() })
