import type { APIRequestContext, Page } from '@playwright/test'
import { HostedPage } from '../pages/hosted-page'
import { expect } from '../test'
import { addToCart, fillCheckout, pressPay } from './shopping'
import { world } from './world'

/** Fungies is played at the port after the sandbox's own. */
export function fungiesUrl(): string {
  const url = new URL(world().sandboxUrl)
  url.port = String(Number(url.port) + 1)
  return url.origin
}

/** Sets switches of its own. */
export async function turnFungies(request: APIRequestContext, switches: Record<string, unknown>): Promise<void> {
  const response = await request.patch(`${fungiesUrl()}/_sandbox/switches`, { data: switches })
  expect(response.ok()).toBe(true)
}

/** To the store page of one thing, paid with Fungies. */
export async function goToStore(page: Page, slug: string, email: string): Promise<HostedPage> {
  await addToCart(page, slug)
  await fillCheckout(page, { email })
  await page.getByRole('radio', { name: 'Fungies' }).check()
  await pressPay(page)
  await page.waitForURL(`${fungiesUrl()}/checkout-element/**`)
  return new HostedPage(page)
}
