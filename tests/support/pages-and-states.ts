import { listPath } from '@/lib/catalog/model'
import { type OrderStatus, orderStatuses } from '@/lib/orders/model'
import { becomeBuyer, fillCart } from './e2e/place-order'
import { prepareBrokenOrder, prepareOrder, readMailId, receiveWebhook } from './e2e/prepared-orders'
import { fillCheckout, pressPay } from './e2e/shopping'
import { merchantSignIn } from './e2e/world'
import { at, type PageState } from './page-state'
import { providerOfficeStates, providerShopStates } from './provider-states'
import { expect, type Page } from './test'

async function openThanks(page: Page, status: OrderStatus): Promise<void> {
  const lines = [{ quantity: 2 }, { productName: 'Field guide to small clouds', kind: 'digital' as const }]
  const { token, buyerToken } = await prepareOrder(status, { lines })
  await becomeBuyer(page.context(), { buyerToken })
  await page.goto(`/thank-you/${token}`)
}

async function openCart(page: Page, skus: string[], path = '/cart'): Promise<void> {
  await becomeBuyer(page.context(), { cartToken: await fillCart(skus.map((sku) => ({ sku }))) })
  await page.goto(path)
}

async function openRefusedCheckout(page: Page): Promise<void> {
  await openCart(page, ['PS-WFN'])
  await fillCheckout(page, { email: 'ada@localhost', name: ' ' })
  await pressPay(page)
  await expect(page.getByText('Please look at 2 fields again.')).toBeVisible()
}

async function openCancelled(page: Page): Promise<void> {
  const { token, buyerToken } = await prepareOrder('awaiting_payment')
  await becomeBuyer(page.context(), { buyerToken })
  await page.goto(`/checkout/cancelled?order=${token}`)
}

async function openBroken(page: Page): Promise<void> {
  const { token, buyerToken } = await prepareBrokenOrder()
  await becomeBuyer(page.context(), { buyerToken })
  await page.goto(`/thank-you/${token}`)
  await expect(page.getByRole('heading', { name: 'Something broke on our side' })).toBeVisible()
}

async function openRefusedSignIn(page: Page): Promise<void> {
  await page.goto('/sign-in')
  await page.getByLabel('Email').fill(merchantSignIn.email)
  await page.getByLabel('Password').fill('not the password')
  await page.getByRole('button', { name: 'Sign in' }).click()
  await expect(page.getByRole('main').getByRole('alert')).not.toBeEmpty()
}

/** What shoppers meet, and the door of the back office. */
export const shopStates: PageState[] = [
  at('home', '/'),
  at('product list', '/products'),
  at('sorted list', listPath({ category: null, sort: 'price-up', page: 1 })),
  at('category', '/categories/pins-keyrings'),
  at('product with variants', '/products/pocket-notebook'),
  at('product sold out', '/products/tin-dominoes'),
  { name: 'cart', open: (page) => openCart(page, ['PS-WFN', 'PS-D-SND', 'PS-KEY-ACN']) },
  { name: 'cart with a subscription', open: (page) => openCart(page, ['PS-SUB-SND']) },
  { name: 'cart with a subscription among others', open: (page) => openCart(page, ['PS-WFN', 'PS-SUB-NTB']) },
  { name: 'checkout of a trial', open: (page) => openCart(page, ['PS-SUB-SND'], '/checkout') },
  { name: 'cart with something sold out', open: (page) => openCart(page, ['PS-WFN', 'PS-DOM-TIN']) },
  at('empty cart', '/cart'),
  { name: 'checkout', open: (page) => openCart(page, ['PS-WFN'], '/checkout') },
  { name: 'checkout with a discount field', open: (page) => openCart(page, ['PS-D-BRD'], '/checkout') },
  { name: 'checkout refused', open: openRefusedCheckout },
  { name: 'payment left', open: openCancelled },
  at('payment left, order unknown', '/checkout/cancelled'),
  ...orderStatuses.map((status) => ({
    name: `thank-you page, ${status}`,
    open: (page: Page) => openThanks(page, status),
  })),
  at('missing page', '/nowhere'),
  { name: 'broken page', open: openBroken },
  at('page from before an update', '/outdated'),
  at('download no longer there', '/downloads/unavailable'),
  at('terms', '/terms'),
  at('privacy', '/privacy'),
  at('returns', '/returns'),
  at('contact', '/contact'),
  at('sign-in', '/sign-in'),
  { name: 'sign-in refused', open: openRefusedSignIn },
  ...providerShopStates,
]

async function openOrder(page: Page, status: OrderStatus): Promise<void> {
  const { number } = await prepareOrder(status)
  await page.goto(`/admin/orders/${number}`)
}

async function openMail(page: Page): Promise<void> {
  const { orderId } = await prepareOrder('paid')
  await page.goto(`/admin/mails/${await readMailId(orderId)}`)
  // The frame runs no script, and so would not be looked into.
  await page.locator('iframe').evaluate((frame: HTMLIFrameElement) => {
    frame.sandbox.add('allow-scripts', 'allow-same-origin')
    frame.src = String(frame.src)
  })
  await expect(page.frameLocator('iframe').getByRole('heading', { level: 1 })).toBeVisible()
}

let delivery: Promise<number> | undefined

async function openDelivery(page: Page, addressOf: (eventId: number) => string): Promise<void> {
  delivery ??= receiveWebhook(page.request)
  await page.goto(addressOf(await delivery))
}

/** Each kind of row that has a button of its own. */
async function openRescue(page: Page): Promise<void> {
  await prepareOrder('needs_review')
  await prepareOrder('paid', { paidLate: true })
  await page.goto('/admin/rescue')
  await expect(page.getByRole('heading', { name: 'Nothing needs you' })).toBeHidden()
}

/** What merchants meet in a shop where nothing has happened yet. */
export const emptyBackOfficeStates: PageState[] = [
  at('no orders', '/admin/orders'),
  at('no subscriptions', '/admin/subscriptions'),
  at('no mails', '/admin/mails'),
  at('no deliveries', '/admin/webhooks'),
  at('nothing to rescue', '/admin/rescue'),
]

/** What merchants meet, signed in. */
export const backOfficeStates: PageState[] = [
  at('orders', '/admin/orders'),
  at('orders, nothing found', '/admin/orders?q=nobody@example.com'),
  at('orders, an empty status', '/admin/orders?status=partly_paid'),
  { name: 'order awaiting payment', open: (page) => openOrder(page, 'awaiting_payment') },
  { name: 'order paid', open: (page) => openOrder(page, 'paid') },
  { name: 'order that needs a look', open: (page) => openOrder(page, 'needs_review') },
  at('order that is not there', '/admin/orders/1'),
  // A handful of them is as telling as all.
  at('products', '/admin/products?q=pocket'),
  at('product that a provider knows', '/admin/products?q=PS-D-BRD'),
  at('mails', '/admin/mails'),
  { name: 'webhooks', open: (page) => openDelivery(page, () => '/admin/webhooks') },
  at('webhooks, nothing found', '/admin/webhooks?q=nobody'),
  { name: 'webhook', open: (page) => openDelivery(page, (eventId) => `/admin/webhooks/${eventId}`) },
  { name: 'webhook, dry run', open: (page) => openDelivery(page, (id) => `/admin/webhooks/replay?event=${id}`) },
  at('dry run of nothing', '/admin/webhooks/replay?q=nobody'),
  { name: 'rescue', open: openRescue },
  at('money', '/admin/money'),
  { name: 'mail', open: openMail },
  ...providerOfficeStates,
]
