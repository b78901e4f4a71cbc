import { describe, expect, it } from 'vitest'
import { apiFaults, everyApiFault } from './api-faults'
import { granted, notNoted, type Stage } from './provider-world'

/** Whatever the API answers, it becomes a failure in our words, in time, and passes. */
export function faultPromises({ world, newRequest }: Stage): void {
  describe.each(everyApiFault)('when the API answers with %s', (kind) => {
    const expected = { ok: false, error: { code: expect.stringMatching(apiFaults[kind].join('|')) } }
    // A silent provider is waited for briefly; one that answers may take its time on a busy machine.
    const isSilent = kind === 'blackhole' || kind === 'slow_body'
    const asked = () => (isSilent ? world().gatewayWith({ timeoutMs: 400 }) : world().gateway)

    it('a checkout fails in time, in our words and without a secret', async () => {
      await world().fault(kind)
      const answer = await asked().createCheckout(newRequest(), notNoted)
      expect(answer).toMatchObject(expected)
      for (const secret of world().secrets) expect(JSON.stringify(answer)).not.toContain(secret)
    })

    it('a look-up fails, and nothing is taken for “no such payment” but a 404', async () => {
      await world().fault(kind)
      const answer = await asked().lookUpPayment('66bb02ffffffffffffffffff')
      if (kind === '404') expect(answer).toEqual({ ok: true, value: null })
      else expect(answer).toMatchObject(expected)
      expect(await asked().listNewestPayments()).toMatchObject(expected)
    })

    it('the next call after it works', async () => {
      await world().fault(kind)
      await asked().listNewestPayments()
      await world().fault('none')
      expect(granted(await world().gateway.listNewestPayments())).toEqual([])
    })
  })
}
