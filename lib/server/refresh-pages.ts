import 'server-only'
import { internalToken } from './internal-token'

const DEADLINE_MS = 10_000

/**
 * Makes this process's cached pages with these tags stale (`*` = all), through a request to itself: outside a request
 * the framework cannot. @throws when its answer is not a success.
 */
export async function refreshPages(internalUrl: string, tags: string[]): Promise<void> {
  const response = await fetch(new URL('/api/internal/refresh', internalUrl), {
    method: 'POST',
    headers: { 'Content-Type': 'application/json', Authorization: `Bearer ${internalToken()}` },
    body: JSON.stringify({ tags }),
    signal: AbortSignal.timeout(DEADLINE_MS),
  })
  await response.arrayBuffer()
  if (!response.ok) throw new Error(`the refresh of pages answered ${response.status}`)
}
