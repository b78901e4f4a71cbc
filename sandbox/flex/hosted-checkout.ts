import { type Reply, readFields, type SandboxRequest, seeOther } from '../exchange'
import { messagePage } from '../pages/message-page'
import type { Route } from '../router'
import { announceDeclined, announcePaid } from './checkout-events'
import type { Session } from './model'
import { payPage } from './pay-page'
import { type PaymentResult, takePayment } from './payment'
import { stateOf, withSessionId } from './session-view'
import type { World } from './world'

/** The page the buyer sees. It lives on the sandbox's own origin and needs no script. */
export function hostedCheckoutRoutes(world: World): readonly Route[] {
  const withSession =
    (answer: (session: Session, request: SandboxRequest) => Reply | Promise<Reply>) => (request: SandboxRequest) => {
      const session = world.books.sessions.get(request.params.id ?? '')
      return session ? answer(session, request) : unknownSession()
    }
  return [
    ['GET', '/pay/c/:id', withSession((session) => show(world, session, session.lastDecline))],
    ['POST', '/pay/c/:id', withSession((session, request) => act(world, session, request))],
  ]
}

function act(world: World, session: Session, request: SandboxRequest): Reply | Promise<Reply> {
  const { action, email, card } = readFields(request)
  if (action === 'cancel') return leave(world, session)
  const typed = { ...(email ? { email: String(email) } : {}), ...(card ? { card: String(card) } : {}) }
  return afterPayment(world, session, takePayment(world, session, { ...typed, declined: action === 'decline' }))
}

async function afterPayment(world: World, session: Session, result: PaymentResult): Promise<Reply> {
  switch (result.kind) {
    case 'paid': {
      const { before, afterSent } = announcePaid(world, result.session)
      await before
      return { ...seeOther(withSessionId(session.successUrl, session)), ...(afterSent ? { afterSent } : {}) }
    }
    case 'next':
      // The buyer is let go although something is left to do: the shop has to lead them on.
      return seeOther(withSessionId(session.successUrl, session))
    case 'declined':
      announceDeclined(world, session, result.code)
      return seeOther(`/pay/c/${session._id}`)
    case 'invalid':
      return show(world, session, result.text)
    case 'closed':
      return closed(session, result.state)
  }
}

function show(world: World, session: Session, notice: string | null): Reply {
  if (session.state === 'paid') return closed(session, 'complete')
  const state = stateOf(world, session)
  return state === 'open' ? payPage(session, notice) : closed(session, state)
}

function leave(world: World, session: Session): Reply {
  if (session.cancelUrl === null)
    return messagePage({
      status: 200,
      title: 'Cancelled',
      text: 'Nothing was paid. The session named no page to return to.',
    })
  const substitutes = world.switches.values.cancel_substitutes === 'on'
  return seeOther(substitutes ? withSessionId(session.cancelUrl, session) : session.cancelUrl)
}

function closed(session: Session, state: 'complete' | 'expired'): Reply {
  if (state === 'complete') {
    const link = { href: withSessionId(session.successUrl, session), text: 'Back to the shop' }
    return messagePage({
      status: 200,
      title: 'Already paid',
      text: 'This checkout has been paid. Nothing more is due.',
      link,
    })
  }
  const link = session.cancelUrl === null ? null : { href: session.cancelUrl, text: 'Back to the shop' }
  return messagePage({ status: 410, title: 'Expired', text: 'This checkout has expired. Nothing was charged.', link })
}

function unknownSession(): Reply {
  return messagePage({ status: 404, title: 'No such checkout', text: 'This checkout does not exist in the sandbox.' })
}
