import { createHmac } from 'node:crypto'
import { Webhook } from 'standardwebhooks'
import { describe, expect, it } from 'vitest'
import { verifyStandardWebhook } from '@/lib/payments/signature'

const key = Buffer.from('a key of thirty-two bytes, or so').toString('base64')
const otherKey = Buffer.from('another key that signs nothing..').toString('base64')
const now = new Date('2026-11-21T03:00:00Z')
const rawBody = Buffer.from('{"event_type":"checkout.session.completed","name":"Zoë"}')
const families = [
  { id: 'webhook-id', timestamp: 'webhook-timestamp', signature: 'webhook-signature' },
  { id: 'flex-event-id', timestamp: 'flex-timestamp', signature: 'flex-signature' },
]

/** Signed by an independent implementation of the scheme. */
const signature = new Webhook(key).sign('evt_1', now, rawBody.toString())
const good = {
  'webhook-id': 'evt_1',
  'webhook-timestamp': String(now.getTime() / 1_000),
  'webhook-signature': signature,
}

const verify = (headers: Record<string, string>, over: { secrets?: string[]; body?: Buffer; lateMs?: number } = {}) =>
  verifyStandardWebhook(
    { rawBody: over.body ?? rawBody, headers: new Headers(headers) },
    {
      families,
      secretPrefixes: ['fwhsec_', 'whsec_'],
      secrets: over.secrets ?? [`fwhsec_${key}`],
      nowMs: now.getTime() + (over.lateMs ?? 0),
    },
  )

describe('verifyStandardWebhook', () => {
  it.each([`fwhsec_${key}`, `whsec_${key}`, key])('accepts what an independent library signed with %s', (secret) => {
    expect(verify(good, { secrets: [`whsec_${otherKey}`, secret] })).toBe(true)
  })

  it.each([
    ['the good one last', `v1,${'A'.repeat(43)}= v1a,zzz ${signature}`],
    ['the good one first', `${signature} v1,${'A'.repeat(43)}=`],
  ])('checks every listed signature: %s', (_, listed) => {
    expect(verify({ ...good, 'webhook-signature': listed })).toBe(true)
  })

  it('accepts a bare signature under the old names', () => {
    const bare = signature.slice('v1,'.length)
    const headers = { 'flex-event-id': 'evt_1', 'flex-timestamp': good['webhook-timestamp'], 'flex-signature': bare }
    expect(verify(headers)).toBe(true)
  })

  it.each([299_000, -299_000])('accepts a clock that is %i ms away', (lateMs) => {
    expect(verify(good, { lateMs })).toBe(true)
  })

  it.each([301_000, -301_000])('refuses a clock that is %i ms away', (lateMs) => {
    expect(verify(good, { lateMs })).toBe(false)
  })

  it.each([
    ['no headers', {}],
    ['no id', { 'webhook-timestamp': good['webhook-timestamp'], 'webhook-signature': signature }],
    ['another id', { ...good, 'webhook-id': 'evt_2' }],
    ['another time', { ...good, 'webhook-timestamp': String(now.getTime() / 1_000 + 1) }],
    ['milliseconds', { ...good, 'webhook-timestamp': String(now.getTime()) }],
    ['a time that is no number', { ...good, 'webhook-timestamp': 'NaN' }],
    ['an empty signature', { ...good, 'webhook-signature': '' }],
    ['an asymmetric one', { ...good, 'webhook-signature': signature.replace('v1,', 'v1a,') }],
    ['a shortened one', { ...good, 'webhook-signature': signature.slice(0, -1) }],
  ])('refuses %s', (_, headers) => {
    expect(verify(headers)).toBe(false)
  })

  it('refuses another body, another secret, and no secret at all', () => {
    expect(verify(good, { body: Buffer.concat([rawBody, Buffer.from(' ')]) })).toBe(false)
    for (const secrets of [[], [''], ['fwhsec_'], [`fwhsec_${otherKey}`]]) expect(verify(good, { secrets })).toBe(false)
  })

  it('does not sign with the empty key when a secret has no bytes', () => {
    const signed = `evt_1.${good['webhook-timestamp']}.${rawBody}`
    const forged = createHmac('sha256', Buffer.alloc(0)).update(signed).digest('base64')
    const headers = { ...good, 'webhook-signature': `v1,${forged}` }
    expect(verify(headers, { secrets: ['fwhsec_', 'whsec_!!'] })).toBe(false)
  })
})
