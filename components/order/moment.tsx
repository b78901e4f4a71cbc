import { formatMoment } from '@/lib/shared/moment'

/** A moment on the shop's wall clock. */
export function Moment({ at, timeZone }: { at: Date; timeZone: string }) {
  return <time dateTime={at.toISOString()}>{formatMoment(at, timeZone)}</time>
}
