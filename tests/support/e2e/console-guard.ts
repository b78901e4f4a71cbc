import type { BrowserContext } from '@playwright/test'

/** Collects what a context's pages complained of: errors on the console and exceptions that nobody caught. */
export function watchConsole(context: BrowserContext): string[] {
  const complaints: string[] = []
  context.on('console', (message) => {
    if (message.type() === 'error') complaints.push(`${message.text()} (${message.location().url})`)
  })
  context.on('weberror', (error) => complaints.push(String(error.error().stack ?? error.error())))
  return complaints
}
