import { setTimeout as sleep } from 'node:timers/promises'
import { sendCheckoutForm } from './checkout-form'
import type { Scenario } from './scenario'
import type { Stage } from './stage'
import type { Piece } from './wire'

/** Where the shop is killed while a shopper who pressed Pay waits for the payment page. */

async function killInCheckout(stage: Stage, wants: (piece: Piece) => boolean): Promise<string> {
  const { shoppers, web, database, providers } = stage
  const { wire, pay } = providers.pocketsflow
  const [first, second] = web
  const cartToken = await shoppers.fillCart()
  const sending = sendCheckoutForm(first.origin, cartToken).catch(() => null)
  await wire.hold(wants)
  await first.kill()
  await sending
  await first.start()
  // A page that nobody finished opening is given up after 20 s; pressing Pay again then opens another.
  await sleep(20_500)
  const { url } = await sendCheckoutForm(second.origin, cartToken)
  if (!url) throw new Error('The second press of Pay led nowhere.')
  await pay(url)
  const [made] = await database.query<{ count: number }>(
    'select count(*)::int from orders where cart_id = (select cart_id from orders order by id desc limit 1)',
  )
  return `Pay was pressed again: ${made?.count} order`
}

const killBeforeProvider: Scenario = {
  name: 'kill-before-provider-call',
  what: 'kill -9 after an order is committed, before the provider hears of it',
  play: async (stage) => ({
    note: await killInCheckout(stage, ({ way, asked }) => way === 'up' && asked.startsWith('POST /products')),
  }),
}

const killBeforeSession: Scenario = {
  name: 'kill-before-session-recorded',
  what: 'kill -9 after the provider opened a payment page, before that is noted',
  play: async (stage) => ({
    note: await killInCheckout(
      stage,
      ({ way, asked }) => way === 'down' && asked.startsWith('POST /checkout/sessions'),
    ),
  }),
}

export const checkoutKills: Scenario[] = [killBeforeProvider, killBeforeSession]
