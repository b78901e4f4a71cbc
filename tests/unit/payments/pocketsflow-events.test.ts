import { describe, expect, it } from 'vitest'
import { claimsOf, formA, formB, metadata, understand, without } from './deliveries'

const ours = {
  providerOrderId: '66bb02',
  orderNumber: '1043',
  nonce: 'n0nce',
  currency: 'USD',
  buyerEmail: 'a@shop.test',
}

describe('every documented shape of order.completed is understood', () => {
  const data = without(formA, 'event', 'webhookId')
  it.each([
    ['form A', formA, 'order.completed', 'amount+amountBeforeTax+tax.amount'],
    ['form A, its header lost', formA, undefined, 'amount+amountBeforeTax+tax.amount'],
    ['form A, named by the header alone', without(formA, 'event'), 'order.completed', null],
    ['form B', formB, 'order.completed', null],
    ['form B with an event in its body', { ...formB, event: 'order.completed' }, undefined, 'order.amount'],
    [
      'a bare amount at the top',
      { event: 'order.completed', ...formB, order: { id: '66bb02' }, currency: 'USD', amount: 1650 },
      undefined,
      'amount',
    ],
    [
      'an envelope of type and data',
      { type: 'order.completed', data },
      undefined,
      'data.amount+data.amountBeforeTax+data.tax.amount',
    ],
    [
      'an envelope in event',
      { event: { type: 'order.completed', data } },
      undefined,
      'event.data.amount+event.data.amountBeforeTax+event.data.tax.amount',
    ],
    ['nothing that names it', formB, undefined, null],
  ])('%s', (_, body, header, shape) => {
    expect(claimsOf(body, header)).toMatchObject({ ...ours, shape })
  })

  it.each([
    ['metadata of the order', { ...without(formA, 'metadata'), order: { id: '66bb02', metadata } }],
    ['metadata of data', { ...without(formA, 'metadata'), data: { metadata } }],
    [
      'order id, product id and e-mail at the top',
      {
        ...without(formA, 'order', 'product', 'customer'),
        orderId: '66bb02',
        productId: '66aa01',
        customerEmail: 'a@shop.test',
      },
    ],
    ['an e-mail named email', { ...without(formA, 'customer'), email: 'a@shop.test' }],
    ['ids with an underscore', { ...formA, order: { _id: '66bb02' }, product: { _id: '66aa01' } }],
    ['the order id as the id of data', { ...without(formA, 'order'), data: { id: '66bb02' } }],
  ])('fields at home in: %s', (_, body) => {
    expect(claimsOf(body)).toMatchObject({ ...ours, providerProductId: '66aa01' })
  })

  it('names our order by the client reference when the metadata is lost, without a nonce', () => {
    const claims = claimsOf({ ...without(formA, 'metadata'), clientReferenceId: '1043' })
    expect(claims).toMatchObject({ orderNumber: '1043', nonce: null })
  })

  it('names no order of ours when nothing says it', () => {
    expect(claimsOf(without(formA, 'metadata'))).toMatchObject({ orderNumber: null, nonce: null })
  })

  it('drops a byte order mark', () => {
    expect(claimsOf(`\uFEFF${JSON.stringify(formA)}`)).toMatchObject(ours)
  })
})

describe('a delivery that contradicts itself is said to', () => {
  const refundObject = { id: 're_1', amount: 16.5, reason: null, status: 'succeeded' }
  const refund = { ...without(formA, 'event'), event: 'order.refunded', refund: refundObject }
  it.each([
    ['header completed over a refund by name', refund, 'order.completed'],
    ['header completed over a refund by its object alone', without(refund, 'event'), 'order.completed'],
    ['header refunded over a completed order', formA, 'order.refunded'],
    ['a body called completed that holds a refund', { ...formA, refund: refundObject }, undefined],
    ['two event headers', formA, 'order.completed, order.completed'],
    ['two different event headers', formA, 'order.completed, order.refunded'],
    ['another event in the header', formA, 'customer.created'],
    ['two names in the body', { ...formA, type: 'order.refunded' }, undefined],
    ['two Pocketsflow orders', { ...formA, orderId: '66cc03' }, undefined],
    ['two orders of ours', { ...formA, clientReferenceId: '1044' }, undefined],
    ['two nonces', { ...formA, order: { id: '66bb02', metadata: { nonce: 'other' } } }, undefined],
    ['two currencies', { ...formA, order: { id: '66bb02', currency: 'eur' } }, undefined],
    ['two products', { ...formA, productId: '66aa99' }, undefined],
    ['no Pocketsflow order', without(formA, 'order'), undefined],
    ['a refund of no order', without(refund, 'order'), undefined],
  ])('%s', (_, body, header) => {
    expect(understand(body, header)).toMatchObject({ kind: 'contradictory', reason: expect.stringMatching(/\.$/) })
  })

  it('a currency in two spellings is one currency', () => {
    expect(claimsOf({ ...formA, order: { id: '66bb02', currency: 'USD' } }).currency).toBe('USD')
  })
})

describe('other events', () => {
  it.each([
    [
      'with a refund object',
      { event: 'order.refunded', order: { id: '66bb02' }, refund: { id: 're_1' } },
      'order.refunded',
    ],
    ['in the shape of the order', { ...formA, event: 'order.refunded' }, 'order.refunded'],
    ['named by the header alone', without(formA, 'event'), 'order.refunded'],
    ['named by nothing but its refund', { ...formB, refund: { id: 're_1' } }, undefined],
  ])('a refund %s names the refunded order', (_, body, header) => {
    expect(understand(body, header)).toMatchObject({ kind: 'payment_refunded', providerOrderId: '66bb02' })
  })

  it('a failed payment names our order', () => {
    const failed = { event: 'payment_intent.payment_failed', metadata }
    expect(understand(failed)).toEqual({ kind: 'payment_failed', eventName: failed.event, orderNumber: '1043' })
  })

  it.each([
    'product.updated',
    'customer.subscription.created',
    'invoice.payment_succeeded',
    'payment_intent.succeeded',
    'order.created',
    'ORDER.COMPLETED',
  ])('%s is ignored', (event) => {
    expect(understand({ ...formA, event })).toEqual({ kind: 'ignored', eventName: event })
  })

  it.each([
    { hello: 'there' },
    { order: { id: '66bb02' } },
    { metadata },
    { product: { id: '66aa01' }, email: 'a@b.test' },
  ])('a body that nothing names and that sells nothing, %j, is ignored', (body) => {
    expect(understand(body)).toEqual({ kind: 'ignored', eventName: null })
  })

  it('a hostile name is kept in a form that can be stored', () => {
    const event = understand({ event: `order.completed\u0000\u202e${'x'.repeat(200)}` })
    expect(event).toEqual({ kind: 'ignored', eventName: `order.completed${'x'.repeat(85)}` })
  })
})

describe('hostile bodies', () => {
  it.each(['null', '[]', '"x"', '42', 'true', '', '{', '{"event":"order.completed"'])('%s is a SyntaxError', (body) => {
    expect(() => understand(body)).toThrow(SyntaxError)
  })

  it('JSON cut at any byte is a SyntaxError', () => {
    const text = JSON.stringify(formA)
    for (let end = 0; end < text.length; end++) {
      expect(() => understand(text.slice(0, end)), `cut at ${end}`).toThrow(SyntaxError)
    }
  })

  it('a prototype carries no field and is not polluted', () => {
    const body = JSON.stringify(formA).replace(
      /"metadata":\{[^}]*\}/,
      '"metadata":{"__proto__":{"external_order_id":"1043","paid":true},"constructor":{"prototype":{"paid":true}}}',
    )
    expect(claimsOf(body).orderNumber).toBeNull()
    expect(({} as { paid?: boolean }).paid).toBeUndefined()
  })

  it('20,000 levels of nesting do no harm', () => {
    const deep = `${'{"a":'.repeat(20_000)}1${'}'.repeat(20_000)}`
    expect(claimsOf(JSON.stringify(formA).replace('{', `{"deep":${deep},`))).toMatchObject(ours)
  })

  it.each([
    ['an order id that is a path', { ...formA, order: { id: '../users/me' } }],
    ['an order id with a null character', { ...formA, order: { id: '66\u0000' } }],
    ['an order id that is an object', { ...formA, order: { id: {} } }],
  ])('%s names no order', (_, body) => {
    expect(understand(body).kind).toBe('contradictory')
  })

  it.each(['a@b\u0000.test', 'a@b.test\r\nBcc: c@d.test', 'no address', 42, `${'x'.repeat(320)}@b.test`])(
    'the address %j is left out and the payment kept',
    (email) => {
      expect(claimsOf({ ...formA, customer: { email, firstName: '\u0000<script>' } }).buyerEmail).toBeNull()
    },
  )

  it.each(['10 43', '', ' ', '1043\n', { a: 1 }, null, 1.5])('%j is no order number', (external_order_id) => {
    expect(claimsOf({ ...formA, metadata: { ...metadata, external_order_id } }).orderNumber).toBeNull()
  })

  it('an order number that comes back as a number is one', () => {
    expect(claimsOf({ ...formA, metadata: { ...metadata, external_order_id: 1043 } }).orderNumber).toBe('1043')
  })
})
