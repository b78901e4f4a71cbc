import { flex } from './flex/app'
import { fungies } from './fungies/app'
import type { Provider } from './origin'
import { pocketsflow } from './pocketsflow/app'

/** Who is played, and how many ports above the sandbox's own. */
export const PROVIDERS: readonly (Provider & { offset: number })[] = [
  { ...pocketsflow, offset: 0 },
  { ...fungies, offset: 1 },
  { ...flex, offset: 2 },
]
