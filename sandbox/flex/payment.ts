import { idFor } from '../ids'
import { BUTTON_DECLINE, type CardVerdict, DEFAULT_CARD, judgeCard } from './cards'
import type { Intent, NextAction, Session } from './model'
import { stateOf } from './session-view'
import { startSubscription } from './subscriptions'
import { idOf, type World } from './world'

export type PaymentForm = { email?: string; card?: string; declined?: boolean }

export type PaymentResult =
  | { kind: 'paid'; session: Session }
  | { kind: 'next'; session: Session; nextAction: NextAction }
  | { kind: 'declined'; text: string; code: string }
  | { kind: 'closed'; state: 'complete' | 'expired' }
  | { kind: 'invalid'; text: string }

const OTHER_LAST4 = '4242'

/** Takes the buyer's money for one session, or says why not. Sends nothing; the caller announces. */
export function takePayment(world: World, session: Session, form: PaymentForm): PaymentResult {
  const state = stateOf(world, session)
  if (session.state === 'paid') return { kind: 'closed', state: 'complete' }
  if (state !== 'open') return { kind: 'closed', state }
  const email = (form.email ?? session.email ?? String(session.defaults.email ?? '')).trim()
  if (!/^[^\s@]+@[^\s@]+$/.test(email)) return { kind: 'invalid', text: 'Please enter an e-mail address.' }

  const card = judgeCard(form.card || DEFAULT_CARD)
  const verdict: CardVerdict = form.declined ? BUTTON_DECLINE : card.verdict
  if (verdict.kind === 'declined') {
    world.books.sessions.put({ ...session, email, lastDecline: verdict.text })
    return { kind: 'declined', text: verdict.text, code: verdict.code }
  }
  const wanted = world.switches.values.next_action
  if (wanted !== 'none' && session.nextAction === 'none') {
    const waiting = world.books.sessions.put({ ...session, email, lastDecline: null, nextAction: wanted })
    return { kind: 'next', session: waiting, nextAction: wanted }
  }
  return { kind: 'paid', session: complete(world, session, email, card) }
}

function complete(world: World, session: Session, email: string, card: { isHsa: boolean; last4: string }): Session {
  const customerId = `fcus_${idFor(`${session.testMode} ${email.toLowerCase()}`)}`
  const now = world.now()
  if (!world.books.customers.get(customerId))
    world.books.customers.put({ _id: customerId, testMode: session.testMode, createdAtMs: now, email })
  const paid: Session = {
    ...session,
    email,
    customerId,
    state: 'paid',
    lastDecline: null,
    nextAction: 'none',
    completeAtMs: now + world.switches.values.complete_after_ms,
    intents: splitOver(world, session, card),
  }
  return world.books.sessions.put({ ...paid, subscriptionId: startSubscription(world, paid) })
}

/** One card pays it all; with an HSA card, or when switched so, two pay a share each. */
function splitOver(world: World, { totalMinor }: Session, card: { isHsa: boolean; last4: string }): Intent[] {
  if (totalMinor === 0) return []
  const intent = (amountMinor: number, last4: string) => ({
    id: idOf(world, 'fpi'),
    methodId: idOf(world, 'fpm'),
    last4,
    amountMinor,
  })
  if (!card.isHsa && world.switches.values.split_carts === 'off') return [intent(totalMinor, card.last4)]
  const firstMinor = Math.floor(totalMinor / 2)
  return [intent(firstMinor, card.last4), intent(totalMinor - firstMinor, OTHER_LAST4)]
}
