export type CardVerdict = { kind: 'good' } | { kind: 'declined'; code: string; text: string }

export const DEFAULT_CARD = '4242 4242 4242 4242'

const declined = (code: string, text: string) => ({ kind: 'declined', code, text }) as const

/** The test cards of the provider's guides (docs/providers.md). */
export const TEST_CARDS: readonly { number: string; what: string; isHsa: boolean; verdict: CardVerdict }[] = [
  { number: '4242 4242 4242 4242', what: 'Visa, pays', isHsa: false, verdict: { kind: 'good' } },
  { number: '4000 0566 5566 5556', what: 'Visa debit, pays', isHsa: false, verdict: { kind: 'good' } },
  { number: '5555 5555 5555 4444', what: 'Mastercard, pays', isHsa: false, verdict: { kind: 'good' } },
  {
    number: '4000 0512 3000 0072',
    what: 'HSA card, pays half; the card on file pays the rest',
    isHsa: true,
    verdict: { kind: 'good' },
  },
  {
    number: '4000 0000 0000 0002',
    what: 'declined',
    isHsa: false,
    verdict: declined('generic_decline', 'The card was declined.'),
  },
  {
    number: '4000 0000 0000 9995',
    what: 'insufficient funds',
    isHsa: false,
    verdict: declined('insufficient_funds', 'The card has insufficient funds.'),
  },
]

export const BUTTON_DECLINE = declined('generic_decline', 'The card was declined.')
const NO_TEST_CARD = declined('not_a_test_card', 'This sandbox takes only the test cards listed on the page.')

export function judgeCard(number: string): { verdict: CardVerdict; isHsa: boolean; last4: string } {
  const digits = number.replace(/\D/g, '')
  const card = TEST_CARDS.find((one) => one.number.replaceAll(' ', '') === digits)
  return { verdict: card?.verdict ?? NO_TEST_CARD, isHsa: card?.isHsa ?? false, last4: digits.slice(-4) }
}
