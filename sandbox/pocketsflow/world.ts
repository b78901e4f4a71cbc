import type { Courier } from '../deliver'
import type { Post } from '../post'
import type { Switches } from '../switches'
import type { TrafficLog } from '../traffic-log'
import type { Books } from './books'
import type { SwitchValues } from './switch-catalogue'

/** Everything the provider's parts work with. */
export type World = {
  books: Books
  switches: Switches<SwitchValues>
  log: TrafficLog
  courier: Courier
  /** Milliseconds since the epoch. */
  now: () => number
  setNow: (ms: number) => void
  /** The sandbox's own origin, without a slash at its end. */
  origin: () => string
  /** Aborted when the sandbox stops: nothing that waits is sent after that. */
  stopping: AbortSignal
  post: Post
}

export function nowIso(world: World): string {
  return new Date(world.now()).toISOString()
}
