import 'server-only'

<<<<<<< HEAD

import { flex } from './flex/provider'

=======

import { fungies } from './fungies/provider'

>>>>>>> 33aebaf (feat(payments): sell orders through Fungies)

import { pocketsflow } from './pocketsflow/provider'
import type { ProviderDefinition } from './provider'

/** Every provider that this shop can use, in the order in which shoppers see them. */
<<<<<<< HEAD
export const providers: readonly ProviderDefinition[] = [pocketsflow, flex]
=======
export const providers: readonly ProviderDefinition[] = [pocketsflow, fungies]
>>>>>>> 33aebaf (feat(payments): sell orders through Fungies)

/** Null for one whose adapter this shop does not have. */
export const findProvider = (id: string): ProviderDefinition | null =>
  providers.find((provider) => provider.id === id) ?? null
