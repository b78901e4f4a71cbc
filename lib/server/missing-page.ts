import 'server-only'
import type { ServerResponse } from 'node:http'

/** An address at which no page will ever lie: the framework answers it with the whole of the shop's 404 page. */
const NOWHERE = '/-/nowhere'
const OUT_OF_ORDER = '/out-of-order'
const DEADLINE_MS = 2_000

// What the framework sends when a page finds that it has nothing to show, or breaks: a body that only a script can fill.
const EMPTY_SHELL = Buffer.from('<!DOCTYPE html><html id="__next_error__">')

/** Fetches the whole page for a status: 404, or 500 and above. @throws when it cannot be had. */
export type FetchMissingPage = (status: number) => Promise<Buffer>

/** True for a 404 or 500 that would be a blank page without JavaScript. */
export function isEmptyMissingPage({ statusCode }: ServerResponse, page: Buffer): boolean {
  return (statusCode === 404 || statusCode >= 500) && page.subarray(0, EMPTY_SHELL.length).equals(EMPTY_SHELL)
}

/** Fetches whole pages from this process itself; both are static. */
export function missingPageFrom(internalUrl: string): FetchMissingPage {
  return async (status) => {
    const address = new URL(status === 404 ? NOWHERE : OUT_OF_ORDER, internalUrl)
    // No user agent: the framework renders anew for each that it takes for a bot, and that is all of them.
    const response = await fetch(address, { headers: { 'User-Agent': '' }, signal: AbortSignal.timeout(DEADLINE_MS) })
    const page = Buffer.from(await response.arrayBuffer())
    if (page.subarray(0, EMPTY_SHELL.length).equals(EMPTY_SHELL)) throw new Error('the page for this status broke too')
    return page
  }
}
