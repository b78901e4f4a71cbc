import type { WallClock } from '@/lib/back-office/model'
import { exactText, relativeText } from '@/lib/shared/relative-time'

/** A moment in few words; the exact one shows on hover. */
export function Moment({ at, wall }: { at: Date; wall: WallClock }) {
  return (
    <time dateTime={at.toISOString()} title={exactText(at, wall.timeZone)} className="whitespace-nowrap">
      {relativeText(at, wall.now, wall.timeZone)}
    </time>
  )
}
