import { BUTTON_DECLINE } from '../cards'
import { type Reply, readFields, type SandboxRequest, seeOther } from '../exchange'
import { messagePage } from '../pages/message-page'
import { authenticationPage } from '../pages/sale-parts'
import type { Route } from '../router'
import { announceDeclined, announcePaid } from './checkout-events'
import { checkoutPage } from './checkout-page'
import type { Draft, Session } from './model'
import { mergeDraft, type PaymentForm, type PaymentResult, quoteDraft, takePayment } from './payment'
import { findSellable } from './sellable'
import { isForSale } from './sessions'
import type { World } from './world'

/** The page the buyer sees. It lives on the sandbox's own origin and needs no script. */
export function hostedCheckoutRoutes(world: World): readonly Route[] {
  const withSession =
    (answer: (session: Session, request: SandboxRequest) => Reply | Promise<Reply>) => (request: SandboxRequest) => {
      const session = world.books.sessions.get(request.params.id ?? '')
      return session ? answer(session, request) : unknownSession()
    }
  return [
    ['GET', '/checkout/:id', withSession((session) => show(world, session, session.lastDecline))],
    ['POST', '/checkout/:id', withSession((session, request) => act(world, session, request))],
  ]
}

function act(world: World, session: Session, request: SandboxRequest): Reply | Promise<Reply> {
  const fields = Object.fromEntries(Object.entries(readFields(request)).map(([name, value]) => [name, String(value)]))
  const form = formOf(fields)
  if (fields.action === 'cancel') return leave(world, session)
  if (fields.action === 'update') {
    const draft = mergeDraft(session, form)
    return show(world, world.books.sessions.put({ ...session, draft }), null)
  }
  const verdict = fields.action === 'decline' ? BUTTON_DECLINE : undefined
  return afterPayment(world, session, takePayment(world, session, form, verdict), fields)
}

async function afterPayment(
  world: World,
  session: Session,
  result: PaymentResult,
  fields: Record<string, string>,
): Promise<Reply> {
  switch (result.kind) {
    case 'paid': {
      const aftermath = announcePaid(world, session, result)
      await aftermath.before
      return {
        ...goBack(world, session, result.order?._id ?? result.membership?._id ?? ''),
        ...(aftermath.afterSent ? { afterSent: aftermath.afterSent } : {}),
      }
    }
    case 'declined':
      announceDeclined(world, session, result)
      return seeOther(`/checkout/${session._id}`)
    case 'authenticate':
      return authenticationPage(`/checkout/${session._id}`, Object.entries(fields))
    case 'invalid':
      return show(world, { ...session, draft: mergeDraft(session, formOf(fields)) }, result.text)
    case 'already_paid':
      return alreadyPaid(session)
    case 'not_for_sale':
      return notForSale(session)
  }
}

function show(world: World, session: Session, notice: string | null): Reply {
  if (session.orderIds.length > 0 && world.switches.values.session_reuse === 'off') return alreadyPaid(session)
  const product = findSellable(world, session.productId)
  if (!isForSale(world, product)) return notForSale(session)
  const draft = mergeDraft(session, {})
  return checkoutPage({ session, product, draft, price: quoteDraft(world, session, product, draft), notice })
}

function formOf(fields: Record<string, string>): PaymentForm {
  const form: PaymentForm = {}
  const drafted = [
    'email',
    'country',
    'discountCode',
    'firstName',
    'lastName',
    'amount',
  ] as const satisfies readonly (keyof Draft)[]
  for (const name of drafted) if (fields[name] !== undefined) form[name] = fields[name]
  if (fields.card !== undefined) form.card = fields.card
  if (fields.authentication === 'done' || fields.authentication === 'failed')
    form.authentication = fields.authentication
  return form
}

function goBack(world: World, session: Session, orderId: string): Reply {
  if (session.successUrl === null) {
    return messagePage({
      status: 200,
      title: 'Paid',
      text: 'The payment went through. The session named no page to return to.',
    })
  }
  if (world.switches.values.extra_query_params === 'off') return seeOther(session.successUrl)
  const url = new URL(session.successUrl)
  url.searchParams.append('redirect_status', 'succeeded')
  url.searchParams.append('subscriptionId', session.productId)
  url.searchParams.append('payment', orderId)
  return seeOther(url.href)
}

function leave(world: World, session: Session): Reply {
  if (session.state !== 'paid') world.books.sessions.put({ ...session, state: 'cancelled' })
  if (session.cancelUrl !== null) return seeOther(session.cancelUrl)
  return messagePage({
    status: 200,
    title: 'Cancelled',
    text: 'Nothing was paid. The session named no page to return to.',
  })
}

function alreadyPaid(session: Session): Reply {
  const link = session.successUrl === null ? null : { href: session.successUrl, text: 'Back to the shop' }
  return messagePage({
    status: 200,
    title: 'Already paid',
    text: 'This checkout has been paid. Nothing more is due.',
    link,
  })
}

function notForSale(session: Session): Reply {
  const link = session.cancelUrl === null ? null : { href: session.cancelUrl, text: 'Back to the shop' }
  return messagePage({
    status: 410,
    title: 'No longer for sale',
    text: 'This product can no longer be bought. Nothing was charged.',
    link,
  })
}

function unknownSession(): Reply {
  return messagePage({ status: 404, title: 'No such checkout', text: 'This checkout does not exist in the sandbox.' })
}
