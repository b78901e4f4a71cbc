import AxeBuilder from '@axe-core/playwright'
import { backOfficeStates, type PageState, shopStates } from '../support/pages-and-states'
import { expect, type Page, test } from '../support/test'

// The browser says on the console that a missing page is missing, and that a broken one broke.
test.use({ allowedComplaint: /status of (404|500)|An error occurred in the Server Components render/ })

/** Colours that are on their way to others would be measured halfway. */
const standStill = (page: Page) =>
  page.evaluate(async () => {
    await new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve)))
    await Promise.allSettled(document.getAnimations().map((animation) => animation.finished))
  })

async function findings(page: Page): Promise<string[]> {
  await standStill(page)
  const { violations } = await new AxeBuilder({ page }).options({ resultTypes: ['violations'] }).analyze()
  return violations.flatMap(({ id, nodes }) => nodes.map((node) => `${id}: ${node.html} ${node.failureSummary}`))
}

/** In the light on a desk, and in the dark on a phone. */
async function expectNothingFound(page: Page, { open }: PageState): Promise<void> {
  await open(page)
  await expect(page.getByRole('heading', { level: 1 })).toBeVisible()
  expect(await findings(page), 'light, desktop').toEqual([])
  await page.emulateMedia({ colorScheme: 'dark' })
  await page.setViewportSize({ width: 390, height: 844 })
  expect(await findings(page), 'dark, phone').toEqual([])
  expect(await page.evaluate(() => document.documentElement.scrollWidth), 'fits a phone').toBeLessThanOrEqual(390)
}

test.describe('axe finds nothing in the shop', () => {
  for (const state of shopStates) test(state.name, ({ page }) => expectNothingFound(page, state))
})

test.describe('axe finds nothing in the back office', () => {
  for (const state of backOfficeStates) test(state.name, ({ merchant }) => expectNothingFound(merchant, state))
})
