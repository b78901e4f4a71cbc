import 'server-only'
import type { ServerResponse } from 'node:http'

/** An address at which no page will ever lie: the framework answers it with the whole of the shop's 404 page. */
const NOWHERE = '/-/nowhere'
const OUT_OF_ORDER = '/out-of-order'
const OUTDATED = '/outdated'

const STATUS_OUTDATED = 409
const DEADLINE_MS = 2_000

// What the framework sends when a page finds that it has nothing to show, or breaks: a body that only a script can fill.
const EMPTY_SHELL = Buffer.from('<!DOCTYPE html><html id="__next_error__">')

/** Fetches the whole page for a status: 404, 409, or 500 and above. @throws when it cannot be had. */
export type FetchMissingPage = (status: number) => Promise<Buffer>

/** True for a 404 or 500 that would be a blank page without JavaScript. */
export function isEmptyMissingPage({ statusCode }: ServerResponse, page: Buffer): boolean {
  return (statusCode === 404 || statusCode >= 500) && page.subarray(0, EMPTY_SHELL.length).equals(EMPTY_SHELL)
}

/**
 * True for the few words that the framework answers a form with whose action this build does not know: it was made by an
 * earlier or later one. A script is told by a header and shows a page of its own.
 */
export function isOutdatedForm(res: ServerResponse): boolean {
  const isUnknownAction = res.statusCode === STATUS_OUTDATED && res.getHeader('x-nextjs-action-not-found') === '1'
  return isUnknownAction && res.req.headers['next-action'] === undefined
}

const addressFor = (status: number) => (status === 404 ? NOWHERE : status === STATUS_OUTDATED ? OUTDATED : OUT_OF_ORDER)

/** Fetches whole pages from this process itself; all are static. */
export function missingPageFrom(internalUrl: string): FetchMissingPage {
  return async (status) => {
    const address = new URL(addressFor(status), internalUrl)
    // No user agent: the framework renders anew for each that it takes for a bot, and that is all of them.
    const response = await fetch(address, { headers: { 'User-Agent': '' }, signal: AbortSignal.timeout(DEADLINE_MS) })
    const page = Buffer.from(await response.arrayBuffer())
    if (page.subarray(0, EMPTY_SHELL.length).equals(EMPTY_SHELL)) throw new Error('the page for this status broke too')
    return page
  }
}
