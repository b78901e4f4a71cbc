import 'server-only'
import { headers } from 'next/headers'
import { env } from '@/lib/env'

/** Thrown before a foreign page's request can change anything. */
export class CrossSiteRequestError extends Error {
  constructor() {
    super('refused: the request does not prove that it comes from a page of this shop')
  }
}

/**
 * Whether a request proves that a page of this shop sent it: by Sec-Fetch-Site, which scripts cannot forge, or, from
 * browsers that do not send it, by an Origin equal to APP_URL. Neither header is no proof.
 */
export function isSameOrigin(requestHeaders: Pick<Headers, 'get'>): boolean {
  const fetchSite = requestHeaders.get('sec-fetch-site')
  if (fetchSite !== null) return fetchSite === 'same-origin'
  return requestHeaders.get('origin') === env().APP_URL
}

/** First line of every action that changes something. @throws CrossSiteRequestError unless `isSameOrigin`. */
export async function refuseCrossSite(): Promise<void> {
  if (!isSameOrigin(await headers())) throw new CrossSiteRequestError()
}
