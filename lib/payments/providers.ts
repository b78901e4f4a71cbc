import 'server-only'

import { flex } from './flex/provider'
import { fungies } from './fungies/provider'
import { pocketsflow } from './pocketsflow/provider'
import type { ProviderDefinition } from './provider'

/** Every provider that this shop can use, in the order in which shoppers see them. */
export const providers: readonly ProviderDefinition[] = [pocketsflow, fungies, flex]

/** Null for one whose adapter this shop does not have. */
export const findProvider = (id: string): ProviderDefinition | null =>
  providers.find((provider) => provider.id === id) ?? null

/** What people call it; its id, for one whose adapter this shop does not have. */
export const providerName = (id: string): string => findProvider(id)?.name ?? id
