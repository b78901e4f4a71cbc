import type { Notice } from '@/lib/back-office/model'
import type { RegistrationError, RegistrationOutcome } from '@/lib/payments/register-webhook'
import type { Result } from '@/lib/shared/result'

/** What registering a webhook came to, in words for the merchant who pressed the button. */

const outcomeTexts: Record<RegistrationOutcome, string> = {
  registered: 'The webhook is registered. Its secret is stored and accepted already.',
  repaired: 'The webhook is mended.',
  already: 'The webhook was right already. Nothing was changed.',
}

export const notOwner: Notice = {
  tone: 'bad',
  text: 'Your role does not include this. Nothing was changed; an owner of the shop can do it.',
}

export const noKey: Notice = { tone: 'bad', text: 'There is no API key to register a webhook with.' }

export function registrationNotice(result: Result<RegistrationOutcome, RegistrationError>): Notice {
  if (result.ok) return { tone: 'good', text: outcomeTexts[result.value] }
  if (result.error.code === 'no_public_address') return { tone: 'warn', text: result.error.detail }
  return { tone: 'warn', text: `The provider did not do it. ${result.error.detail} It is safe to try again.` }
}
