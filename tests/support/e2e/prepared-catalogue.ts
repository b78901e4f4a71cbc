import { randomBytes } from 'node:crypto'
import { prisma } from '@/lib/db'
import { makeProduct } from '../factories'

/** What a merchant meets on the catalogue pages, without the walk there. */

type Found = {
  verdict: string
  name: string
  reason?: string
  priceMinor?: number
  otherPriceMinor?: number
  outcome?: string
}

const found: Found[] = [
  { verdict: 'new', name: 'Enamel mug for two, with a lid that is also a saucer', priceMinor: 1_450 },
  { verdict: 'new', name: 'Bookplates', priceMinor: 600 },
  {
    verdict: 'price',
    name: 'Brass pen',
    priceMinor: 2_900,
    otherPriceMinor: 2_750,
    reason: 'The product costs $29.00 there, $27.50 here.',
  },
  { verdict: 'skipped', name: 'Letter of the month', priceMinor: 900, reason: 'subscription' },
  { verdict: 'skipped', name: 'Tip jar', reason: 'buyer_sets_price' },
]

type Phase = 'reading' | 'deciding' | 'applying' | 'done'

/** A look at Pocketsflow's products that has come so far. @returns its address. */
export async function prepareRun(phase: Phase, facts: { stopped?: boolean } = {}): Promise<string> {
  const isDone = phase === 'done'
  const run = await prisma().catalogueRun.create({
    data: {
      kind: 'import',
      provider: 'pocketsflow',
      mode: 'test',
      phase,
      isListRead: phase !== 'reading',
      totalCount: found.length,
      startedAt: new Date(),
      nextStepAt: new Date(),
      stoppedAt: facts.stopped ? new Date() : null,
      endedAt: isDone ? new Date() : null,
      rows: {
        create: found.map(({ outcome, ...row }, index) => ({
          ...row,
          currency: 'USD',
          providerProductId: randomBytes(12).toString('hex'),
          chosen: phase !== 'deciding' && row.verdict !== 'skipped',
          ...((isDone && row.verdict !== 'skipped') || (phase === 'applying' && index === 0)
            ? { doneAt: new Date(), outcome: outcome ?? (row.verdict === 'new' ? 'created' : 'changed_meanwhile') }
            : {}),
        })),
      },
    },
  })
  return `/admin/catalogue/${run.id}`
}

/** Three variants that disagree with Pocketsflow: in price, by being gone, and in name. */
export async function prepareDrifts(): Promise<void> {
  const drifts = [
    {
      state: 'drifted' as const,
      problem: 'The product costs $13.00 there, $12.00 here.',
      checkedPriceMinor: 1_300,
      checkedCurrency: 'USD',
    },
    { state: 'missing' as const, problem: 'The provider does not know this product.' },
    { state: 'ok' as const, knownName: 'Twin', checkedName: 'Triplet with a longer name than anyone would say aloud' },
  ]
  for (const drift of drifts) {
    const { variantId } = await makeProduct({ name: 'A thing that differs', status: 'draft' })
    const providerProductId = randomBytes(12).toString('hex')
    await prisma().variantMapping.create({
      data: { variantId, provider: 'pocketsflow', mode: 'test', providerProductId, checkedAt: new Date(), ...drift },
    })
  }
}

/** A variant at $12.00, on sale, with a product of its own at Pocketsflow. @returns its SKU. */
export async function prepareMapped(name: string, providerProductId: string): Promise<string> {
  const { variantId } = await makeProduct({ name, priceMinor: 1_200 })
  await prisma().variantMapping.create({
    data: { variantId, provider: 'pocketsflow', mode: 'test', providerProductId },
  })
  return (await prisma().variant.findUniqueOrThrow({ where: { id: variantId } })).sku
}
