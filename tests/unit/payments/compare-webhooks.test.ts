import { describe, expect, it } from 'vitest'
import type { RegisteredWebhook } from '@/lib/payments/contract/webhooks'
import { addressCure, compareWebhooks } from '@/lib/payments/model'

const url = 'https://shop.test/api/webhooks/pocketsflow'
const neededEvents = ['order.completed', 'order.refunded', 'payment_intent.payment_failed']
const need = { url, mode: 'test' as const, events: neededEvents }
const secrets = { isInEnvironment: false, webhookIds: ['wh_1'] }

const webhook = (facts: Partial<RegisteredWebhook> = {}): RegisteredWebhook => ({
  id: 'wh_1',
  url,
  active: true,
  events: [...neededEvents],
  mode: 'test',
  ...facts,
})

describe('the registered webhook beside the one the shop needs', () => {
  it('is good when URL, events, state, mode and secret are right, whatever else it is told', () => {
    const more = webhook({ url: `${url}/`, events: [...neededEvents, 'customer.created'] })
    expect(compareWebhooks(need, [more], secrets)).toEqual({ state: 'good', differences: [], ours: [more] })
  })

  it.each<[string, RegisteredWebhook[], string, string[]]>([
    ['nothing is registered', [], 'missing', [`${url} is not registered.`]],
    ['it is off', [webhook({ active: false })], 'differs', ['It is switched off.']],
    [
      'an event is left out',
      [webhook({ events: ['order.completed', 'payment_intent.payment_failed'] })],
      'differs',
      ['It is not told of order.refunded.'],
    ],
    [
      'it is of the other mode',
      [webhook({ mode: 'live' })],
      'missing',
      [`${url} is not registered.`, 'It is registered for live payments; the shop’s key is for test.'],
    ],
    [
      'it leads elsewhere',
      [webhook({ url: 'http://old.test/api/webhooks/pocketsflow' }), webhook({ url: 'https://other.test/hook' })],
      'missing',
      [`${url} is not registered.`, 'A webhook leads to http://old.test/api/webhooks/pocketsflow instead.'],
    ],
    [
      'nobody here knows its secret',
      [webhook({ id: 'wh_2' })],
      'differs',
      ['The shop does not have its secret, so no delivery can be checked.'],
    ],
    [
      'it is there twice',
      [webhook({ id: 'wh_2' }), webhook()],
      'differs',
      ['It is registered 2 times, so each event comes as often.'],
    ],
  ])('says so when %s', (_, registered, state, differences) => {
    expect(compareWebhooks(need, registered, secrets)).toMatchObject({ state, differences })
  })

  it('takes a secret in the environment for that of any webhook', () => {
    const known = { isInEnvironment: true, webhookIds: [] }
    expect(compareWebhooks(need, [webhook({ id: 'wh_9' })], known).state).toBe('good')
  })

  it('puts the one whose secret is known first', () => {
    const { ours } = compareWebhooks(need, [webhook({ id: 'wh_2' }), webhook({ active: false })], secrets)
    expect(ours.map(({ id }) => id)).toEqual(['wh_1', 'wh_2'])
  })
})

describe('an address that a provider cannot deliver to', () => {
  const live = 'https://api.pocketsflow.com'

  it.each(['http://localhost:3000', 'http://shop.example'])('gets the cure: %s', (appUrl) => {
    expect(addressCure(appUrl, { name: 'Pocketsflow', apiUrl: live })).toMatch(/https.*tunnel.*APP_URL/)
  })

  it.each([
    ['https://shop.example', live],
    ['http://localhost:3000', 'http://127.0.0.1:4010'],
    ['http://localhost:3000', 'http://[::1]:4010'],
  ])('has none to give for %s and %s', (appUrl, apiUrl) => {
    expect(addressCure(appUrl, { name: 'Pocketsflow', apiUrl })).toBeNull()
  })
})
