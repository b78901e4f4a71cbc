import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { type FlexSandbox, openFlexSandbox } from './flex-sandbox-world'

let flex: FlexSandbox

beforeAll(async () => {
  flex = await openFlexSandbox()
})
afterAll(() => flex.stop())
beforeEach(() => flex.reset())

describe('the hosted page', () => {
  it('shows lines, total and e-mail, and pays once', async () => {
    const { checkout_session_id: id, redirect_url } = await flex.newSession({ defaults: { email: 'a@shop.test' } })
    const text = await (await fetch(redirect_url)).text()
    for (const part of [
      'Sandbox',
      '2 × Pen',
      '$20.00',
      'value="a@shop.test"',
      '>Pay<',
      '>Decline<',
      '>Cancel and return<',
    ])
      expect(text).toContain(part)
    const paid = await flex.fill(id, { action: 'pay' })
    expect([paid.status, paid.headers.get('location')]).toEqual([303, `http://shop.test/thank-you/t?session_id=${id}`])
    expect(await (await flex.fill(id, { action: 'pay' })).text()).toContain('Already paid')
    expect(await flex.read(id)).toMatchObject({ status: 'complete', amount_received: 2000 })
  })

  it('declines, keeps what was typed, takes another card, and lets go', async () => {
    const { checkout_session_id: id, redirect_url } = await flex.newSession()
    await flex.fill(id, { action: 'pay', card: '4000 0000 0000 9995', email: 'b@shop.test' })
    const text = await (await fetch(redirect_url)).text()
    expect(text).toContain('insufficient funds')
    expect(text).toContain('value="b@shop.test"')
    expect((await flex.fill(id, { action: 'cancel' })).headers.get('location')).toBe(
      'http://shop.test/checkout/cancelled?order=t',
    )
    expect((await flex.fill(id, { action: 'pay' })).status).toBe(303)
  })

  it('substitutes the session id also where the placeholder is percent-encoded', async () => {
    const { checkout_session_id: id } = await flex.newSession({
      success_url: 'http://shop.test/ok?s=%7BCHECKOUT_SESSION_ID%7D',
      defaults: { email: 'a@shop.test' },
    })
    expect((await flex.fill(id, { action: 'pay' })).headers.get('location')).toBe(`http://shop.test/ok?s=${id}`)
  })

  it('expires after 24 hours, and stays payable until then beside a newer session', async () => {
    const stale = await flex.newSession({ client_reference_id: 'SHOP-8' })
    await flex.newSession({ client_reference_id: 'SHOP-8' })
    await flex.switches({ clock_offset_ms: 24 * 3_600_000 - 60_000 })
    expect((await flex.read(stale.checkout_session_id)).status).toBe('open')
    await flex.switches({ clock_offset_ms: 24 * 3_600_000 + 1_000 })
    expect((await flex.read(stale.checkout_session_id)).status).toBe('expired')
    expect((await flex.fill(stale.checkout_session_id, { action: 'pay', email: 'a@shop.test' })).status).toBe(410)
  })

  it('can let the buyer go although something is left to do', async () => {
    await flex.switches({ next_action: 'provide_second_payment_method' })
    const { checkout_session_id: id } = await flex.newSession({ defaults: { email: 'a@shop.test' } })
    await flex.fill(id, { action: 'pay' })
    const waiting = await flex.read(id)
    expect(waiting).toMatchObject({
      status: 'open',
      next_action: {
        type: 'provide_second_payment_method',
        provide_second_payment_method: { url: expect.any(String) },
      },
    })
    await flex.fill(id, { action: 'pay' })
    expect(await flex.read(id)).toMatchObject({ status: 'complete', next_action: null })
  })

  it('can complete a session only some time after the redirect', async () => {
    await flex.switches({ complete_after_ms: 60_000 })
    const { checkout_session_id: id } = await flex.newSession()
    await flex.pay(id)
    expect(await flex.read(id)).toMatchObject({ status: 'open', amount_received: 0 })
    await flex.switches({ clock_offset_ms: 61_000 })
    expect(await flex.read(id)).toMatchObject({ status: 'complete', amount_received: 2000 })
  })
})
