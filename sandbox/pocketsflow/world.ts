import type { Courier } from '../deliver'
import type { Switches } from '../switches'
import type { TrafficLog } from '../traffic-log'
import type { Books } from './books'

/** Everything the provider's parts work with. */
export type World = {
  books: Books
  switches: Switches
  log: TrafficLog
  courier: Courier
  /** Milliseconds since the epoch. */
  now: () => number
  /** The sandbox's own origin, without a slash at its end. */
  origin: () => string
  /** Aborted when the sandbox stops: nothing that waits is sent after that. */
  stopping: AbortSignal
  held: (() => Promise<void>)[]
}

export function nowIso(world: World): string {
  return new Date(world.now()).toISOString()
}
