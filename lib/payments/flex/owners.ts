import 'server-only'
import type { FlexBooks } from './lookups'

/**
 * The session or renewal that the first of these names (payment intents, invoices) which is known stands for: as this
 * process remembers it, else as the shop has written it down. Asks nobody at Flex.
 */
export async function knownOwner(
  { intents, payments }: Pick<FlexBooks, 'intents' | 'payments'>,
  names: readonly (string | null | undefined)[],
): Promise<string | null> {
  for (const name of names) {
    if (!name) continue
    const remembered = intents.ownerOf(name)
    if (remembered !== null) return remembered
    const owner = await payments.find(name)
    if (owner === null) continue
    intents.keep(name, owner)
    return owner
  }
  return null
}
