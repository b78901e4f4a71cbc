import 'server-only'
import { BlockList, isIP } from 'node:net'

const privateHops = new BlockList()
privateHops.addSubnet('127.0.0.0', 8)
privateHops.addSubnet('10.0.0.0', 8)
privateHops.addSubnet('172.16.0.0', 12)
privateHops.addSubnet('192.168.0.0', 16)
privateHops.addAddress('::1', 'ipv6')
privateHops.addSubnet('fc00::', 7, 'ipv6')
privateHops.addSubnet('fe80::', 10, 'ipv6')

/**
 * The address a request came from, for counting only. The shop's server appends the socket's address to
 * X-Forwarded-For, so the list is read from its end, past private hops (our own proxies); what a client wrote in front is
 * never reached unless every hop is private. IPv6 counts by its /64, as one household holds that many.
 */
export function clientAddress(headers: Headers): string {
  const hops = (headers.get('x-forwarded-for') ?? '')
    .slice(-1_000)
    .split(',')
    .map((hop) => hop.trim().replace(/^::ffff:/i, ''))
    .filter((hop) => isIP(hop) !== 0)
    .reverse()
  const address = hops.find((hop) => !privateHops.check(hop, isIP(hop) === 6 ? 'ipv6' : 'ipv4')) ?? hops[0]
  if (!address) return 'unknown'
  return isIP(address) === 6 ? networkOf(address) : address
}

/** The first four groups of an IPv6 address. */
function networkOf(address: string): string {
  const [head = '', tail = ''] = address.toLowerCase().split('::')
  const front = head.split(':').filter(Boolean)
  const back = tail.split(':').filter(Boolean)
  const zeros = Array.from({ length: Math.max(0, 8 - front.length - back.length) }, () => '0')
  return [...front, ...zeros, ...back]
    .slice(0, 4)
    .map((group) => Number.parseInt(group, 16).toString(16))
    .join(':')
}
