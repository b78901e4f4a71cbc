import type { CommonWorld } from '../common-world'
import type { Books } from './books'
import type { SwitchValues } from './switch-catalogue'

/** Everything the provider's parts work with. */
export type World = CommonWorld<Books, SwitchValues>
