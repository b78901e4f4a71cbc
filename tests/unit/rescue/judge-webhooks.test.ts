import { describe, expect, test } from 'vitest'
import { judgeWebhooks, type WebhookFacts } from '@/lib/rescue/judge-webhooks'

const now = new Date('2026-11-20T12:00:00.000Z')
const ago = (minutes: number) => new Date(now.getTime() - minutes * 60_000)

const facts = (changed: Partial<WebhookFacts> = {}): WebhookFacts => ({
  name: 'Pocketsflow',
  secretVariable: 'POCKETSFLOW_WEBHOOK_SECRET',
  address: 'https://shop.example.com/api/webhooks/pocketsflow',
  lastGoodAt: ago(60),
  missedCount: 0,
  firstMissedAt: null,
  lastRefusedAt: null,
  refusedCount: 0,
  clockAheadSeconds: 0,
  now,
  ...changed,
})

const missed = { missedCount: 2, firstMissedAt: ago(30) }
const refused = { lastRefusedAt: ago(5), refusedCount: 3 }
const at = (origin: string) => ({ address: `${origin}/api/webhooks/pocketsflow` })

describe('whether webhooks reach the shop', () => {
  test.each<[string, Partial<WebhookFacts>]>([
    ['they came', {}],
    ['nothing was ever sold', { lastGoodAt: null }],
    ['one webhook was lost', { missedCount: 1, firstMissedAt: ago(30) }],
    ['a forged one came before a right one', { lastRefusedAt: ago(90), refusedCount: 7 }],
    ['a forged one came two days ago', { lastGoodAt: null, lastRefusedAt: ago(2_880), refusedCount: 1 }],
  ])('they do when %s', (_name, changed) => {
    expect(judgeWebhooks(facts(changed))).toEqual({ state: 'well' })
  })

  test.each<[string, Partial<WebhookFacts>, object]>([
    ['all are refused', { ...refused, ...missed }, { state: 'refused', cause: 'secret', isUrgent: true }],
    ['a test of the dashboard is refused', { ...refused, lastGoodAt: null }, { cause: 'secret', isUrgent: false }],
    ['orders were missed', missed, { state: 'silent', cause: 'address', isUrgent: true, since: ago(30) }],
    ['the address is local', { ...missed, ...at('http://localhost:3000') }, { cause: 'unreachable' }],
    ['the address is not https', { ...missed, ...at('http://shop.example.com') }, { cause: 'unreachable' }],
    ['the address is private', { ...missed, ...at('https://192.168.1.4') }, { cause: 'unreachable' }],
    ['our clock is behind', { ...missed, clockAheadSeconds: 600 }, { state: 'silent', cause: 'clock' }],
  ])('they do not when %s', (_name, changed, expected) => {
    expect(judgeWebhooks(facts(changed))).toMatchObject(expected)
  })

  test('they are told apart by their provider', () => {
    const flex = { name: 'Flex', secretVariable: 'FLEX_WEBHOOK_SECRET' }
    expect(judgeWebhooks(facts({ ...refused, ...flex }))).toMatchObject({
      title: 'Webhooks of Flex are refused',
      text: expect.stringContaining('FLEX_WEBHOOK_SECRET'),
    })
  })

  test('each cause is told with its cure', () => {
    const text = (changed: Partial<WebhookFacts>) => {
      const verdict = judgeWebhooks(facts(changed))
      return verdict.state === 'well' ? '' : verdict.text
    }
    expect(text(refused)).toMatch(/3 deliveries.*POCKETSFLOW_WEBHOOK_SECRET/)
    expect(text(missed)).toMatch(/2 orders were paid.*straight, without a redirect/)
    expect(text({ ...missed, ...at('http://localhost:3000') })).toMatch(/Set APP_URL.*tunnel/)
    expect(text({ ...missed, clockAheadSeconds: 600 })).toMatch(/follow a time server/)
  })
})
