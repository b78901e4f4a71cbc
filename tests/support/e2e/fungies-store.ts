import { HostedPage } from '../pages/hosted-page'
import type { Page } from '../test'
import { addToCart, fillCheckout, pressPay } from './shopping'
import { world } from './world'

/** To the store page of one thing, paid with Fungies. */
export async function goToStore(page: Page, slug: string, email: string): Promise<HostedPage> {
  await addToCart(page, slug)
  await fillCheckout(page, { email })
  await page.getByRole('radio', { name: 'Fungies' }).check()
  await pressPay(page)
  await page.waitForURL(`${world().fungiesUrl}/checkout-element/**`)
  return new HostedPage(page)
}
