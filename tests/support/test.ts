import { type BrowserContext, test as base, expect, type Page } from '@playwright/test'
import { watchConsole } from './e2e/console-guard'
import { type SandboxControl, sandboxControl } from './e2e/sandbox-control'
import { signInOnce } from './e2e/sign-in'
import { world } from './e2e/world'

export type { BrowserContext, Locator, Page } from '@playwright/test'
export { expect }

type TestFixtures = {
  /** What may stand on the console: a test that looks at a missing page expects the browser to say so. */
  allowedComplaint: RegExp | null
  /** The sandbox's control side; its switches are back to normal after the test. */
  sandbox: SandboxControl
  /** A page in a browser of its own, signed in to the back office. */
  merchant: Page
  guard: (context: BrowserContext) => void
}

type WorkerFixtures = { merchantState: Awaited<ReturnType<BrowserContext['storageState']>> }

export const test = base.extend<TestFixtures, WorkerFixtures>({
  allowedComplaint: [null, { option: true }],
  guard: async ({ allowedComplaint }, use) => {
    const complaints: string[][] = []
    await use((context) => complaints.push(watchConsole(context)))
    expect(
      complaints.flat().filter((text) => !allowedComplaint?.test(text)),
      'on the console',
    ).toEqual([])
  },
  context: async ({ context, guard }, use) => {
    guard(context)
    await use(context)
  },
  sandbox: async ({ request }, use) => {
    const sandbox = sandboxControl(request)
    await use(sandbox)
    await sandbox.backToNormal()
  },
  merchantState: [async ({ browser }, use) => use(await signInOnce(browser)), { scope: 'worker' }],
  merchant: async ({ browser, merchantState, guard }, use) => {
    const context = await browser.newContext({ baseURL: world().shopUrl, storageState: merchantState })
    guard(context)
    await use(await context.newPage())
    await context.close()
  },
})
