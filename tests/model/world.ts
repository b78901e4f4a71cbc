import { prisma } from '@/lib/db'
import type { ProviderId } from '@/lib/payments/contract/provider-id'
import { startSandbox } from '@/sandbox/server'
import { endOpenOrders } from '@/tests/support/endings'
import { makeProduct } from '@/tests/support/factories'
import { handClock, openShopSide } from '@/tests/support/shop-side'
import type { Shelf } from './book'
import type { FarProvider, Weather } from './providers/far-provider'
import { playFlex } from './providers/flex'
import { playFungies } from './providers/fungies'
import { playPocketsflow } from './providers/pocketsflow'

const players: Record<ProviderId, (url: string) => FarProvider> = {
  pocketsflow: playPocketsflow,
  fungies: playFungies,
  flex: playFlex,
}

export const everyProvider: readonly ProviderId[] = ['pocketsflow', 'fungies', 'flex']

/** The shop with these providers, as the sandbox plays them. */
export async function openModelWorld(ids: readonly ProviderId[]) {
  const sandbox = await startSandbox({ port: 0, dataDir: null })
  const all = ids.map((id) => players[id](sandbox.urls[id] ?? ''))
  const shop = await openShopSide(all, handClock(new Date()))
  const far = (id: ProviderId) => {
    const found = all.find(({ gateway }) => gateway.id === id)
    if (!found) throw new Error(`${id} is not of this world`)
    return found
  }
  return {
    ...shop,
    ids,
    all,
    far,
    /** Histories share one database: what an earlier one left there must not be asked about, or be taken for this one's. */
    begin: async (weather: Weather) => {
      for (const { gateway } of all) shop.serve(gateway)
      await Promise.all(all.map((one) => one.begin(weather)))
      await forgetEarlier()
      shop.clock.forwardMs(Date.now() - shop.clock.now().getTime())
    },
    stop: async () => {
      await shop.close()
      await sandbox.stop()
    },
  }
}

export type ModelWorld = Awaited<ReturnType<typeof openModelWorld>>

const longAgo = new Date('2020-01-01T00:00:00.000Z')

async function forgetEarlier(): Promise<void> {
  await endOpenOrders()
  await prisma().attempt.updateMany({ data: { createdAt: longAgo } })
  await prisma().orderProduct.deleteMany()
  await prisma().providerFact.deleteMany()
  await prisma().sweepRun.deleteMany()
  await prisma().sharedPacing.deleteMany()
}

export async function stockShelves(): Promise<Shelf[]> {
  const facts = [
    { priceMinor: 1_250, stock: 3 },
    { priceMinor: 399, stock: 4 },
  ]
  return Promise.all(facts.map(async (fact) => ({ ...fact, variantId: (await makeProduct(fact)).variantId })))
}
