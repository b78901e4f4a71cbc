import type { CommonWorld } from '../common-world'
import type { JsonObject } from '../exchange'
import { newId } from '../ids'
import type { Books } from './books'
import type { SwitchValues } from './switch-catalogue'

/** Everything the provider's parts work with. */
export type World = CommonWorld<Books, SwitchValues> & {
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
