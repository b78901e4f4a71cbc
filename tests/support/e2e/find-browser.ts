import { existsSync } from 'node:fs'

const SYSTEM_BROWSERS = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome']

/** Which browser to start: the one that the environment names, one of the system, else Playwright's own. */
export function findBrowser(): { executablePath?: string; args: string[] } {
  const executablePath = process.env.PLAYWRIGHT_CHROMIUM || SYSTEM_BROWSERS.find((path) => existsSync(path))
  const more = (process.env.PLAYWRIGHT_CHROMIUM_ARGS ?? '').split(' ').filter(Boolean)
  return { ...(executablePath && { executablePath }), args: ['--no-sandbox', '--disable-dev-shm-usage', ...more] }
}
