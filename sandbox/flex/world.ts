import type { Courier } from '../deliver'
import type { JsonObject } from '../exchange'
import { newId } from '../ids'
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
  /** Milliseconds since the epoch, on the clock that a switch can move. */
  now: () => number
  /** The sandbox's own origin, without a slash at its end. */
  origin: () => string
  /** Aborted when the sandbox stops: nothing that waits is sent after that. */
  stopping: AbortSignal
  post: Post
  errorBody: (code: string, text: string) => JsonObject
}

type Prefix =
  | 'fcs'
  | 'fprod'
  | 'fprice'
  | 'fcoup'
  | 'fcus'
  | 'fre'
  | 'fpi'
  | 'fpm'
  | 'fsub'
  | 'fevt'
  | 'fwh'
  | 'fli'
  | 'finv'

export const idOf = (world: World, prefix: Prefix) => `${prefix}_${newId(world.now())}`

/** A moment as the switch wants it: seconds, as in the reference, or ISO text. */
export function moment(world: World, atMs: number): number | string {
  return world.switches.values.timestamps === 'seconds' ? Math.floor(atMs / 1000) : new Date(atMs).toISOString()
}
