import { describe, expect, it } from 'vitest'
import type { AttemptRecord } from '@/lib/orders/order-state'
import { type AskedPayment, judgePayment, type PaymentProof } from '@/lib/settlement/judge-payment'

const attempt = (facts: Partial<AttemptRecord> = {}): AttemptRecord => ({
  id: 7,
  number: 1,
  lineId: null,
  provider: 'pocketsflow',
  mode: 'test',
  state: 'open',
  nonce: 'n0nce',
  expectedMinor: 6_499,
  currency: 'USD',
  discountCode: null,
  providerProductId: 'prod_1',
  productIsOurs: false,
  sessionId: 'cs_1',
  url: 'https://store.pocketsflow.example/checkout/cs_1',
  ...facts,
})

const asked = (facts: Partial<AskedPayment> = {}): AskedPayment => ({
  number: 1043,
  currency: 'USD',
  mode: 'test',
  attempts: [attempt()],
  ...facts,
})

const proof = (facts: Partial<PaymentProof> = {}): PaymentProof => ({
  provider: 'pocketsflow',
  mode: 'test',
  providerOrderId: 'po_1',
  sessionId: null,
  providerProductId: 'prod_1',
  orderNumber: '1043',
  nonce: 'n0nce',
  currency: 'USD',
  grossMinor: 6_499,
  preTaxMinor: 6_499,
  taxMinor: 0,
  feeMinor: null,
  netMinor: null,
  buyerEmail: null,
  isRefunded: false,
  ...facts,
})

const ownProduct = attempt({ productIsOurs: true })

describe('a payment agrees when everything does', () => {
  it.each<[string, Partial<PaymentProof>, AskedPayment]>([
    ['nothing differs', {}, asked()],
    ['W66: the currency is written small', { currency: 'usd' }, asked()],
    ['the provider added tax', { grossMinor: 7_149, taxMinor: 650 }, asked()],
    ['the tax is not told', { grossMinor: 7_149, taxMinor: null }, asked()],
    ['the order number is not told, the nonce is', { orderNumber: null }, asked()],
    ['no nonce is told, the product is this order’s own', { nonce: null }, asked({ attempts: [ownProduct] })],
    ['an older session of the order is paid', {}, asked({ attempts: [attempt(), attempt({ id: 8, nonce: 'newer' })] })],
    [
      'W66: yen have no decimals',
      { currency: 'JPY', grossMinor: 1_500, preTaxMinor: 1_500 },
      asked({ currency: 'JPY', attempts: [attempt({ currency: 'JPY', expectedMinor: 1_500 })] }),
    ],
  ])('%s', (_name, facts, order) => {
    expect(judgePayment(order, proof(facts), [])).toMatchObject({ verdict: 'agrees', discountMinor: 0 })
  })

  it('takes the attempt whose nonce it is, not the newest', () => {
    const order = asked({ attempts: [attempt(), attempt({ id: 8, nonce: 'newer', providerProductId: 'prod_2' })] })
    expect(judgePayment(order, proof(), [])).toMatchObject({ verdict: 'agrees', attempt: { id: 7 } })
  })

  it('takes the newest attempt where only the order’s own product tells it', () => {
    const order = asked({ attempts: [ownProduct, { ...ownProduct, id: 8, nonce: 'newer' }] })
    expect(judgePayment(order, proof({ nonce: null }), [])).toMatchObject({ verdict: 'agrees', attempt: { id: 8 } })
  })
})

describe('a payment of a checkout that carries what it sells itself', () => {
  const lineItems = attempt({ providerProductId: null, sessionId: 'fcs_1' })
  const newer = attempt({ id: 8, nonce: 'newer', providerProductId: null, sessionId: 'fcs_2' })
  const nameless = { nonce: null, providerProductId: null }

  it('is known by that checkout where no nonce is told', () => {
    const judgement = judgePayment(
      asked({ attempts: [lineItems, newer] }),
      proof({ ...nameless, sessionId: 'fcs_1' }),
      [],
    )
    expect(judgement).toMatchObject({ verdict: 'agrees', attempt: { id: 7 } })
  })

  it.each([null, 'fcs_9'])('belongs to nobody here when its checkout is %j', (sessionId) => {
    const notOpened = attempt({ id: 9, nonce: 'newest', providerProductId: null, sessionId: null })
    const order = asked({ attempts: [lineItems, newer, notOpened] })
    expect(judgePayment(order, proof({ ...nameless, sessionId }), [])).toMatchObject({ verdict: 'foreign' })
  })

  it('must still agree in the amount', () => {
    const short = { ...nameless, sessionId: 'fcs_1', grossMinor: 6_498, preTaxMinor: 6_498 }
    expect(judgePayment(asked({ attempts: [lineItems] }), proof(short), [])).toMatchObject({ verdict: 'lower' })
  })

  it('is not taken for another provider’s checkout of the same name', () => {
    const judgement = judgePayment(
      asked({ attempts: [lineItems] }),
      proof({ ...nameless, provider: 'flex', sessionId: 'fcs_1' }),
      [],
    )
    expect(judgement).toMatchObject({ verdict: 'foreign' })
  })
})

describe('a payment disagrees when one thing does', () => {
  it.each<[string, Partial<PaymentProof>, RegExp]>([
    ['another order number', { orderNumber: '1044' }, /names order 1044/],
    ['an order number with a leading zero', { orderNumber: '01043' }, /names order 01043/],
    ['another currency', { currency: 'EUR' }, /paid in EUR, asked in USD/],
    ['another product', { providerProductId: 'prod_2' }, /paid for product prod_2, asked for prod_1/],
    ['no product', { providerProductId: null }, /paid for product \(none\)/],
    ['a cent more', { grossMinor: 6_500, preTaxMinor: 6_500 }, /asked for \$64\.99, paid \$65\.00/],
    ['nothing at all', { grossMinor: 0, preTaxMinor: 0 }, /asked for \$64\.99, paid \$0\.00/],
    ['less than nothing', { grossMinor: -1, preTaxMinor: -1 }, /asked for \$64\.99, paid -\$0\.01/],
    ['a hundred times more', { grossMinor: 649_900, preTaxMinor: 649_900 }, /paid \$6,499\.00/],
    ['no amount before tax', { preTaxMinor: null }, /did not say the amount before tax/],
    ['a tax that does not add up', { grossMinor: 7_148, taxMinor: 650 }, /do not add up to \$71\.48/],
    ['the right sum with the tax taken out of it', { preTaxMinor: 5_849, taxMinor: 650, grossMinor: 6_500 }, /add up/],
    ['another provider', { provider: 'flex' }, /paid through Flex in test mode, asked for through Pocketsflow/],
    ['the other mode', { mode: 'live' }, /in live mode, asked for through Pocketsflow in test mode/],
  ])('%s', (_name, facts, difference) => {
    const judgement = judgePayment(asked(), proof(facts), [])
    expect(judgement.verdict).toBe('disagrees')
    expect('differences' in judgement && judgement.differences.join('; ')).toMatch(difference)
  })

  it('names everything that differs, not the first alone', () => {
    const judgement = judgePayment(
      asked(),
      proof({ currency: 'EUR', orderNumber: '1', preTaxMinor: 1, taxMinor: 0 }),
      [],
    )
    expect('differences' in judgement && judgement.differences).toHaveLength(3)
  })

  it('an order in live mode is not paid by a test session', () => {
    const judgement = judgePayment(asked({ mode: 'live' }), proof(), [])
    expect(judgement).toMatchObject({ verdict: 'disagrees', differences: [expect.stringMatching(/test mode/)] })
  })
})

describe('a lower payment', () => {
  const lower = { grossMinor: 5_849, preTaxMinor: 5_849 }

  it('W69: is undecided while no discount of ours explains it', () => {
    expect(judgePayment(asked(), proof(lower), [])).toMatchObject({ verdict: 'lower' })
    expect(judgePayment(asked(), proof(lower), [5_848, 5_850])).toMatchObject({ verdict: 'lower' })
  })

  it('agrees when a discount of ours explains it to the cent', () => {
    expect(judgePayment(asked(), proof(lower), [5_199, 5_849])).toMatchObject({ verdict: 'agrees', discountMinor: 650 })
  })

  it('disagrees whatever the discounts when something else differs too', () => {
    expect(judgePayment(asked(), proof({ ...lower, currency: 'EUR' }), [5_849]).verdict).toBe('disagrees')
  })

  it('of nothing is not explained by a discount of everything', () => {
    expect(judgePayment(asked(), proof({ grossMinor: 0, preTaxMinor: 0 }), [0]).verdict).toBe('disagrees')
  })
})

describe('a payment is foreign when nothing ties it to the order', () => {
  it.each<[string, AskedPayment]>([
    ['no nonce, and a product that others buy too', asked()],
    [
      'no nonce, and a product that is not this order’s',
      asked({ attempts: [{ ...ownProduct, providerProductId: 'x' }] }),
    ],
    ['no nonce, and no attempt', asked({ attempts: [] })],
    ['no nonce, and an attempt of the other mode', asked({ attempts: [{ ...ownProduct, mode: 'live' }] })],
  ])('%s', (_name, order) => {
    expect(judgePayment(order, proof({ nonce: null }), [])).toMatchObject({ verdict: 'foreign' })
  })

  it('a nonce that is no attempt’s, though the number is this order’s', () => {
    const judgement = judgePayment(asked(), proof({ nonce: 'f0reign' }), [])
    expect(judgement).toEqual({ verdict: 'foreign', reason: 'its nonce is not one of this order' })
  })
})
