import type { Browser } from '@playwright/test'
import { merchantSignIn, world } from './world'

/** Signs the first merchant in. @returns what a browser has to carry to be that merchant */
export async function signInOnce(browser: Browser) {
  const context = await browser.newContext({ baseURL: world().shopUrl })
  const page = await context.newPage()
  await page.goto('/sign-in')
  await page.getByLabel('Email').fill(merchantSignIn.email)
  await page.getByLabel('Password').fill(merchantSignIn.password)
  await page.getByRole('button', { name: 'Sign in' }).click()
  await page.waitForURL('**/admin/orders')
  const state = await context.storageState()
  await context.close()
  return state
}
