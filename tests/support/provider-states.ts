import { subscriptionStates } from '@/lib/subscriptions/model'
import { flexControl } from './e2e/flex-control'
import { becomeBuyer, placeOrder } from './e2e/place-order'
import { prepareDrifts, prepareRun } from './e2e/prepared-catalogue'
import { prepareFungiesOrder } from './e2e/prepared-orders'
import { prepareSubscription, prepareTrialOrder, prepareUnmatched } from './e2e/prepared-subscriptions'
import { freshEmail } from './e2e/shopping'
import { at, type PageState } from './page-state'
import { expect, type Page } from './test'

/** What people meet because there are several providers, their catalogues, and subscriptions. */

async function openSubscription(page: Page, ...prepared: Parameters<typeof prepareSubscription>): Promise<void> {
  const { token } = await prepareSubscription(...prepared)
  await page.goto(`/subscriptions/${token}`)
}

async function openForeignSubscription(page: Page): Promise<void> {
  const { returnToken } = await prepareSubscription('active')
  await page.goto(`/subscriptions/${returnToken}`)
}

async function openCancelling(page: Page): Promise<void> {
  await openSubscription(page, 'active')
  await page.getByText('Cancel this subscription').click()
  await expect(page.getByRole('button', { name: 'Yes, cancel it' })).toBeVisible()
}

async function openTrialThanks(page: Page): Promise<void> {
  const { token, buyerToken } = await prepareTrialOrder()
  await becomeBuyer(page.context(), { buyerToken })
  await page.goto(`/thank-you/${token}`)
}

/** Back from Flex before paying, with the session as it then stands. */
async function openFlexReturn(page: Page, stands: 'expired' | 'unfinished'): Promise<void> {
  const order = await placeOrder({ sku: 'PS-STK-WTH', email: freshEmail('flex-state'), provider: 'flex' })
  await becomeBuyer(page.context(), order)
  const flex = flexControl(page.request)
  const [session] = await flex.sessionsOf(order.number)
  if (!session) throw new Error('Flex has no session of this order')
  await (stands === 'expired' ? flex.expire(session._id) : flex.askForMore(session._id))
  await page.goto(flex.returnUrl(session))
  const way = stands === 'expired' ? 'Start the payment again' : 'Continue the payment'
  await expect(page.getByText(way)).toBeVisible()
}

/** Back from a Fungies store, without a word about which of two orders it was. */
async function openUnclearReturn(page: Page): Promise<void> {
  const first = await placeOrder({ sku: 'PS-STK-WTH', email: freshEmail('two-orders'), provider: 'fungies' })
  const { buyerToken } = first
  await placeOrder({ sku: 'PS-PEN-BRS', email: first.email, provider: 'fungies', buyerToken })
  await becomeBuyer(page.context(), { buyerToken })
  await page.goto('/return/fungies')
  await expect(page.getByText(/^If you have paid, nothing is lost/)).toBeVisible()
}

export const providerShopStates: PageState[] = [
  at('product that is a subscription', '/products/sound-letter'),
  ...subscriptionStates.map((state) => ({
    name: `subscription, ${state}`,
    open: (page: Page) => openSubscription(page, state),
  })),
  { name: 'subscription that ends', open: (page) => openSubscription(page, 'active', { cancelAtPeriodEnd: true }) },
  { name: 'subscription, about to be cancelled', open: openCancelling },
  { name: 'subscription, seen by another', open: openForeignSubscription },
  { name: 'thank-you page of a trial', open: openTrialThanks },
  { name: 'back from Flex, the page expired', open: (page) => openFlexReturn(page, 'expired') },
  { name: 'back from Flex, one step left', open: (page) => openFlexReturn(page, 'unfinished') },
  at('back from a Fungies store, order unknown', '/return/fungies'),
  { name: 'back from a Fungies store, one of two orders', open: openUnclearReturn },
]

async function openDrifts(page: Page): Promise<void> {
  await prepareDrifts()
  await page.goto('/admin/catalogue')
}

async function openRun(page: Page, ...state: Parameters<typeof prepareRun>): Promise<void> {
  await page.goto(await prepareRun(...state))
}

async function openSubscriptions(page: Page): Promise<void> {
  await prepareSubscription('past_due')
  await prepareUnmatched()
  await page.goto('/admin/subscriptions')
  await expect(page.getByRole('heading', { name: 'Without an order of this shop' })).toBeVisible()
}

async function openSubscriptionDetail(page: Page): Promise<void> {
  const { id } = await prepareSubscription('active')
  await page.goto(`/admin/subscriptions/${id}`)
}

async function openFungiesOrder(page: Page): Promise<void> {
  const { number } = await prepareFungiesOrder()
  await page.goto(`/admin/orders/${number}`)
  await expect(page.getByText(/Refund the order in its dashboard/)).toBeVisible()
}

export const providerOfficeStates: PageState[] = [
  at('catalogue', '/admin/catalogue'),
  { name: 'catalogue with differences', open: openDrifts },
  { name: 'catalogue run that waits for a decision', open: (page) => openRun(page, 'deciding') },
  {
    name: 'catalogue run, what was skipped',
    open: async (page) => page.goto(`${await prepareRun('deciding')}?show=skipped`),
  },
  { name: 'catalogue run that was stopped', open: (page) => openRun(page, 'applying', { stopped: true }) },
  { name: 'catalogue run that was stopped early', open: (page) => openRun(page, 'reading', { stopped: true }) },
  { name: 'catalogue run that is done', open: (page) => openRun(page, 'done') },
  at('catalogue run that is not there', '/admin/catalogue/999999'),
  { name: 'subscriptions', open: openSubscriptions },
  { name: 'subscription', open: openSubscriptionDetail },
  at('plans', '/admin/subscriptions/plans'),
  at('subscriptions, none of a state', '/admin/subscriptions?state=unknown&older=1'),
  { name: 'order paid at Fungies', open: openFungiesOrder },
  at('providers', '/admin/providers'),
]
