import { afterEach, describe, expect, it } from 'vitest'
import { createPocketsflowGateway } from '@/lib/payments/pocketsflow/gateway'
import { startTestServer, type TestServer } from './test-server'

let server: TestServer | undefined
afterEach(async () => {
  await server?.stop()
  server = undefined
})

/** A provider that answers every call with this. */
async function refundsOf(body: unknown) {
  server = await startTestServer((_request, response) => response.end(JSON.stringify(body)))
  const { refunds } = createPocketsflowGateway({
    apiKey: 'pk_test_unit',
    apiUrl: server.url.origin,
    webhookSecrets: [],
  })
  if (!refunds) throw new Error('the gateway gives no money back')
  return refunds
}

const refund = {
  _id: '66ff01',
  orderId: '66bb02',
  amount: 29.99,
  reason: 'broken',
  status: 'completed',
  createdAt: '2026-11-20T12:00:00Z',
}
const wish = {
  providerOrderId: '66bb02',
  amountMinor: 2_999,
  currency: 'USD',
  key: 'refund-1',
  lines: [],
  reason: 'broken',
}

describe('a refund', () => {
  it.each([
    ['as the SDK types it', refund, { state: 'completed' }],
    ['called id', { ...refund, _id: undefined, id: '66ff01' }, { providerRefundId: '66ff01' }],
    ['that succeeded, as webhooks say', { ...refund, status: 'succeeded' }, { state: 'completed' }],
    [
      'without a reason or date',
      { ...refund, reason: undefined, createdAt: undefined },
      { reason: null, createdAt: null },
    ],
  ])('%s is understood', async (_, answer, expected) => {
    expect(await (await refundsOf(answer)).create(wish)).toMatchObject({ ok: true, value: expected })
  })

  it.each([
    [29.99, 'USD', 2_999],
    ['29.99', 'USD', 2_999],
    [0.07, 'USD', 7],
    [16.490000000000002, 'USD', 1_649],
    [500, 'JPY', 500],
    [1.234, 'KWD', 1_234],
    [1.234, 'USD', null],
    [-1, 'USD', null],
    ['much', 'USD', null],
  ])('of %j in %s is %j minor units', async (amount, currency, amountMinor) => {
    const { refunds } = await listOf([{ ...refund, amount }])
    expect(refunds[0]?.amountIn(currency)).toBe(amountMinor)
  })

  it.each([
    ['of another order', { ...refund, orderId: '66bb99' }],
    ['without an id', { ...refund, _id: undefined }],
    ['with a status nobody knows', { ...refund, status: 'odd' }],
    ['that is empty', {}],
  ])('%s may have happened: ambiguous', async (_, answer) => {
    expect(await (await refundsOf(answer)).create(wish)).toMatchObject({
      ok: false,
      error: { code: 'unreadable', ambiguous: true },
    })
  })
})

async function listOf(body: unknown) {
  const listed = await (await refundsOf(body)).listNewest()
  if (!listed.ok) throw new Error(listed.error.detail)
  return listed.value
}

describe('the list of refunds', () => {
  it.each([
    ['bare', [refund], true],
    ['empty', [], true],
    ['wrapped', { refunds: [refund] }, true],
    ['wrapped, the last page', { refunds: [refund], pagination: { hasMore: false } }, true],
    ['wrapped, with more to come', { refunds: [refund], pagination: { hasMore: true } }, false],
    ['with one of an unknown form', [refund, { _id: '66ff02' }], false],
  ])('%s is whole: %j', async (_, body, isWhole) => {
    expect((await listOf(body)).isWhole).toBe(isWhole)
  })

  it('of nothing but unknown forms cannot be read', async () => {
    expect(await (await refundsOf([{ odd: true }])).listNewest()).toMatchObject({ error: { code: 'unreadable' } })
  })
})
