type Answer = { tone: 'good' | 'warn' | 'bad'; text: string }

/** What came of cancelling, by the word in the page's address. */
export const cancelAnswers: Record<string, Answer | undefined> = {
  cancelled: { tone: 'good', text: 'Cancelled. A mail confirms it.' },
  asked: {
    tone: 'good',
    text: 'The payment company has taken your cancellation and will confirm it shortly. There is nothing more to do.',
  },
  already: { tone: 'good', text: 'It was cancelled already.' },
  failed: {
    tone: 'warn',
    text: 'The payment company could not be reached, so it is not cancelled yet. Please try again in a minute.',
  },
  not_yours: {
    tone: 'warn',
    text: 'Please use the link in one of our mails to cancel: it shows that the subscription is yours.',
  },
}
