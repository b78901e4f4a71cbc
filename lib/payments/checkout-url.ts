const loopback = /^(localhost|.+\.localhost|127(\.\d{1,3}){3}|\[::1\])$/

/**
 * Whether a shopper may be sent to this URL: https, or, for an API on this machine, http on the API's own host and port.
 * Never one that carries a user name, and nothing relative. Pure.
 */
export function isSafeCheckoutUrl(text: string, apiUrl: string): boolean {
  const url = URL.parse(text)
  if (url?.username !== '' || url.password !== '') return false
  if (url.protocol === 'https:') return true
  const api = new URL(apiUrl)
  return url.protocol === 'http:' && loopback.test(api.hostname) && url.host === api.host
}
