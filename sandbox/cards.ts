export type CardVerdict = { kind: 'good' } | { kind: 'authenticate' } | { kind: 'declined'; code: string; text: string }

export const DEFAULT_CARD = '4242 4242 4242 4242'

/** The usual test cards, as the providers' help pages list them. */
export const TEST_CARDS: readonly { number: string; what: string; verdict: CardVerdict }[] = [
  { number: '4242 4242 4242 4242', what: 'Visa, pays', verdict: { kind: 'good' } },
  { number: '5555 5555 5555 4444', what: 'Mastercard, pays', verdict: { kind: 'good' } },
  { number: '6011 1111 1111 1117', what: 'Discover, pays', verdict: { kind: 'good' } },
  { number: '3782 822463 10005', what: 'American Express, pays', verdict: { kind: 'good' } },
  { number: '4000 0000 0000 3220', what: '3-D Secure, asks once more', verdict: { kind: 'authenticate' } },
  { number: '4000 0000 0000 0002', what: 'declined', verdict: declined('generic_decline', 'The card was declined.') },
  {
    number: '4000 0000 0000 9995',
    what: 'insufficient funds',
    verdict: declined('insufficient_funds', 'The card has insufficient funds.'),
  },
  { number: '4000 0000 0000 9979', what: 'stolen card', verdict: declined('stolen_card', 'The card was declined.') },
]

export const BUTTON_DECLINE = declined('generic_decline', 'The card was declined.')
export const AUTHENTICATION_FAILED = declined('authentication_failed', 'The card could not be authenticated.')

export function judgeCard(number: string): CardVerdict {
  const digits = number.replace(/\D/g, '')
  const card = TEST_CARDS.find((one) => one.number.replaceAll(' ', '') === digits)
  return card?.verdict ?? declined('not_a_test_card', 'This sandbox takes only the test cards listed on the page.')
}

function declined(code: string, text: string): CardVerdict & { kind: 'declined' } {
  return { kind: 'declined', code, text }
}
