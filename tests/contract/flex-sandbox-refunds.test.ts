import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { type FlexSandbox, openFlexSandbox } from './flex-sandbox-world'

let flex: FlexSandbox

beforeAll(async () => {
  flex = await openFlexSandbox()
})
afterAll(() => flex.stop())
beforeEach(() => flex.reset())

describe('refunds', () => {
  async function paidSession(card?: string) {
    const products = [await flex.newProduct('Pen'), await flex.newProduct('Ink')]
    const made = await flex.create({
      line_items: products.map((product, index) => ({
        price_data: { product, unit_amount: 1001 + index },
        quantity: 1,
      })),
      shipping_options: { shipping_rate_data: { display_name: 'Post', amount: 500 } },
    })
    if (card !== 'unpaid') await flex.pay(made.checkout_session_id, card ? { card } : {})
    return { id: made.checkout_session_id, products }
  }

  it('give lines and shares back to the cent, pending first', async () => {
    await flex.switches({ refund_end: 'stays_pending' })
    const { id, products } = await paidSession()
    const line_items = [{ product: products[0], amount_to_refund: 400 }]
    const { refunds } = await flex.refund(id, { line_items, amount_shipping: 100, refund_metadata: { refund: '1' } })
    expect(refunds).toMatchObject([{ amount: 500, status: 'pending', metadata: { refund: '1' } }])
    await flex.control(`/refunds/${refunds[0]?.refund_id}`, { status: 'failed' })
    expect((await flex.read(id)).amount_refunded).toBe(0)
    const wrong = await flex.refund(id, { line_items, amount: 401 })
    expect(wrong).toMatchObject({ status: 422, body: { detail: [{ type: 'refund_lines_do_not_sum' }] } })
  })

  it('become two refunds of one split cart, summing exactly', async () => {
    const { id } = await paidSession('4000 0512 3000 0072')
    const preview = await flex.send('POST', `/v1/checkout/sessions/${id}/refund_allocation`, {
      checkout_session: { amount: 777 },
    })
    const allocations = preview.body.allocations as { amount: number }[]
    expect(allocations.reduce((sum, one) => sum + one.amount, 0)).toBe(777)
    const { refunds } = await flex.refund(id, {})
    expect(refunds).toHaveLength(2)
    expect(refunds.reduce((sum, one) => sum + one.amount, 0)).toBe(2503)
    expect((await flex.refund(id, { amount: 1 })).status).toBe(422)
  })

  it('need a complete session, and are made once for one Idempotency-Key', async () => {
    expect((await flex.refund((await paidSession('unpaid')).id, {})).status).toBe(422)
    const { id } = await paidSession()
    const once = { 'idempotency-key': 'refund-1' }
    const [first, again] = [await flex.refund(id, { amount: 100 }, once), await flex.refund(id, { amount: 100 }, once)]
    expect(again.refunds[0]?.refund_id).toBe(first.refunds[0]?.refund_id)
    const { body } = await flex.send('GET', `/v1/refunds?checkout_session=${id}`)
    expect(body.refunds).toHaveLength(1)
  })
})
