import AxeBuilder from '@axe-core/playwright'
import type { PageState } from '../page-state'
import { expect, type Page } from '../test'

/** Colours that are on their way to others would be measured halfway. */
const standStill = (page: Page) =>
  page.evaluate(async () => {
    await new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve)))
    await Promise.allSettled(document.getAnimations().map((animation) => animation.finished))
  })

async function findings(page: Page): Promise<string[]> {
  await standStill(page)
  // Without the mode, each look would open a page of its own to gather what frames of other origins say; there are none.
  const look = new AxeBuilder({ page }).setLegacyMode().options({ resultTypes: ['violations'] })
  const { violations } = await look.analyze()
  return violations.flatMap(({ id, nodes }) => nodes.map((node) => `${id}: ${node.html} ${node.failureSummary}`))
}

/** Looks at a state in the light on a desk, and in the dark on a phone. */
export async function expectNothingFound(page: Page, { open }: PageState): Promise<void> {
  await open(page)
  await expect(page.getByRole('heading', { level: 1 })).toBeVisible()
  expect(await findings(page), 'light, desktop').toEqual([])
  await page.emulateMedia({ colorScheme: 'dark' })
  await page.setViewportSize({ width: 390, height: 844 })
  expect(await findings(page), 'dark, phone').toEqual([])
  expect(await page.evaluate(() => document.documentElement.scrollWidth), 'fits a phone').toBeLessThanOrEqual(390)
}
