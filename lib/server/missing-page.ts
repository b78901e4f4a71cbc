import 'server-only'
import type { ServerResponse } from 'node:http'

/** An address at which no page will ever lie: the framework answers it with the whole of the shop's 404 page. */
const NOWHERE = '/-/nowhere'
const DEADLINE_MS = 2_000

// What the framework sends when a page finds that it has nothing to show: a body that only a script can fill.
const EMPTY_SHELL = Buffer.from('<!DOCTYPE html><html id="__next_error__">')

export type FetchMissingPage = () => Promise<Buffer>

/** True for a 404 that would be a blank page without JavaScript. */
export function isEmptyMissingPage(res: ServerResponse, page: Buffer): boolean {
  return res.statusCode === 404 && page.subarray(0, EMPTY_SHELL.length).equals(EMPTY_SHELL)
}

/** Fetches the shop's whole 404 page from this process itself; it is a static page. @throws when it cannot be had. */
export function missingPageFrom(internalUrl: string): FetchMissingPage {
  return async () => {
    const response = await fetch(new URL(NOWHERE, internalUrl), { signal: AbortSignal.timeout(DEADLINE_MS) })
    return Buffer.from(await response.arrayBuffer())
  }
}
