import { rm } from 'node:fs/promises'
import { buildShop } from '../shop/build-shop'
import { fillCheckoutForm, pressPay, sendCheckoutForm } from './checkout-form'
import type { Scenario } from './scenario'
import type { Stage } from './stage'

/** Beside the one that the shop runs from. */
const NEXT_BUILD = '.next-faults'
const PAYMENTS = 20

/** The same sources built again: the names of its actions are others, as after every deployment. */
async function buildAgain({ context }: Stage): Promise<void> {
  const current = process.env.NEXT_DIST_DIR
  await rm(NEXT_BUILD, { recursive: true, force: true })
  process.env.NEXT_DIST_DIR = NEXT_BUILD
  try {
    await buildShop(context, { quiet: true })
  } finally {
    process.env.NEXT_DIST_DIR = current
  }
}

/** A shopper whose page is of one build, and whose press reaches the other. */
async function pressAcross(stage: Stage, page: string, pressed: string): Promise<string> {
  const cartToken = await stage.shoppers.fillCart()
  const form = await fillCheckoutForm(page, cartToken)
  const refused = await pressPay(pressed, cartToken, form)
  if (refused.url !== null) throw new Error('The other build knew the form, so nothing is proven by it.')
  if (!/reload/i.test(refused.text)) {
    throw new Error(`The shopper reads ${refused.status} “${refused.text.slice(0, 200)}”, and not what to do.`)
  }
  const { url } = await sendCheckoutForm(pressed, cartToken)
  if (!url) throw new Error('The next press of Pay led nowhere.')
  await stage.providers.pocketsflow.pay(url)
  return String(refused.status)
}

const twoBuilds: Scenario = {
  name: 'two-builds',
  what: 'an old and a new build serve side by side; a form of one is sent to the other, its cart is kept',
  play: async (stage) => {
    const [first, second] = stage.web
    await buildAgain(stage)
    const from = stage.deliveries.seen.length
    await second.stop()
    await second.start({ buildDir: NEXT_BUILD })
    try {
      const pages = await stage.shoppers.openPages(PAYMENTS)
      const [, ...statuses] = await Promise.all([
        stage.shoppers.payOver(pages, 3_000),
        pressAcross(stage, first.origin, second.origin),
        pressAcross(stage, second.origin, first.origin),
      ])
      const missed = stage.deliveries.seen.slice(from).filter(({ status }) => status !== 200).length
      return {
        missed,
        note: `a form of the other build was answered ${statuses.join(' and ')}; the next press led to payment`,
      }
    } finally {
      await second.stop()
      await second.start()
      await rm(NEXT_BUILD, { recursive: true, force: true })
    }
  },
}

export const buildFaults: Scenario[] = [twoBuilds]
