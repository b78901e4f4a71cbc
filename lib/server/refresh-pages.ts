import 'server-only'
import { log } from '@/lib/log'
import { internalToken } from './internal-token'

const DEADLINE_MS = 10_000

/**
 * Makes this process's cached pages with these tags stale (`*` = all), through a request to itself: outside a request
 * the framework cannot. A page that was being made from the old state just then is made stale a moment later too.
 * @throws when the answer is not a success.
 */
export async function refreshPages(internalUrl: string, tags: string[]): Promise<void> {
  await askForRefresh(internalUrl, { tags })
  askForRefresh(internalUrl, { tags, afterReads: true }).catch((error: unknown) => {
    log().warn({ err: error, tags }, 'pages that were being made during a change could not be refreshed again')
  })
}

async function askForRefresh(internalUrl: string, body: { tags: string[]; afterReads?: true }): Promise<void> {
  const response = await fetch(new URL('/api/internal/refresh', internalUrl), {
    method: 'POST',
    headers: { 'Content-Type': 'application/json', Authorization: `Bearer ${internalToken()}` },
    body: JSON.stringify(body),
    signal: AbortSignal.timeout(DEADLINE_MS),
  })
  await response.arrayBuffer()
  if (!response.ok) throw new Error(`the refresh of pages answered ${response.status}`)
}
