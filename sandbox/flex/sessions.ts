import { type JsonObject, json, Refusal } from '../exchange'
import type { ApiCall, ApiRoute } from './api-route'
import { LOWEST_TOTAL_MINOR, readCart, totalOf } from './cart'
import { limitOf } from './catalogue'
import { notFound, unprocessable } from './errors'
import { centsOf, objectOf, textOf, webUrlOf } from './fields'
import { NEXT_ACTIONS, type Session } from './model'
import { lineView, sessionView } from './session-view'
import { idOf, type World } from './world'

const EXPIRES_AFTER_MS = 24 * 3_600_000
const DAY_MS = 86_400_000

export const sessionRoutes: readonly ApiRoute[] = [
  [
    'POST',
    '/checkout/sessions',
    'checkout_session',
    (world, call) => json(200, { checkout_session: sessionView(world, createSession(world, call), 'api') }),
  ],
  [
    'GET',
    '/checkout/sessions',
    null,
    (world, call) =>
      json(200, { checkout_sessions: listSessions(world, call).map((one) => sessionView(world, one, 'api')) }),
  ],
  [
    'GET',
    '/checkout/sessions/:id',
    null,
    (world, call) => json(200, { checkout_session: sessionView(world, getSession(world, call), 'api') }),
  ],
  [
    'GET',
    '/checkout/sessions/:id/line_items',
    null,
    (world, call) => {
      const session = getSession(world, call)
      return json(200, { line_items: session.lines.map((line) => lineView(session, line)) })
    },
  ],
]

export function getSession(world: World, { params, testMode }: Pick<ApiCall, 'params' | 'testMode'>): Session {
  const session = world.books.sessions.get(params.id ?? '')
  if (session?.testMode !== testMode) throw notFound()
  return session
}

function createSession(world: World, { fields, testMode }: ApiCall): Session {
  const successUrl = webUrlOf(fields, 'success_url')
  if (successUrl === null) throw unprocessable('missing', 'success_url is required.')
  const mode = textOf(fields, 'mode') ?? 'payment'
  if (mode !== 'payment' && mode !== 'subscription')
    throw unprocessable('invalid', 'This sandbox plays the modes payment and subscription.')
  const cart = readCart(world, fields, testMode)
  if (mode === 'subscription' && !cart.lines.some((line) => line.recurring))
    throw unprocessable('recurring_price_required', 'The mode subscription needs a recurring price.')
  const trialDays = centsOf(objectOf(fields, 'subscription_data') ?? {}, 'trial_period_days') ?? 0
  const totalMinor = trialDays > 0 ? 0 : totalOf(cart) + world.switches.values.total_offset_minor
  if (trialDays === 0 && totalMinor < LOWEST_TOTAL_MINOR)
    throw unprocessable('checkout_amount_too_low', 'The total is too low.')
  const now = world.now()
  return world.books.sessions.put({
    _id: idOf(world, 'fcs'),
    testMode,
    createdAtMs: now,
    mode,
    ...cart,
    totalMinor,
    trialDays,
    successUrl,
    cancelUrl: webUrlOf(fields, 'cancel_url'),
    clientReferenceId: textOf(fields, 'client_reference_id'),
    defaults: objectOf(fields, 'defaults') ?? {},
    metadata: objectOf(fields, 'metadata') ?? {},
    expiresAtMs: now + EXPIRES_AFTER_MS,
    ...unpaid,
    visibleAtMs: now + world.switches.values.session_visible_after_ms,
  })
}

const unpaid = {
  state: 'open',
  completeAtMs: 0,
  nextAction: 'none',
  lastDecline: null,
  email: null,
  customerId: null,
  intents: [],
  disputedMinor: 0,
  subscriptionId: null,
} satisfies Partial<Session>

/** Newest first. */
function listSessions(world: World, { query, testMode }: ApiCall): Session[] {
  const { values } = world.switches
  const reference = values.reference_filter === 'yes' ? query.get('client_reference_id') : null
  const intent = values.intent_filter === 'yes' ? query.get('payment_intent') : null
  const days = Number(query.get('interval') ?? 0)
  const since = days > 0 ? world.now() - days * DAY_MS : Number.NEGATIVE_INFINITY
  const mine = world.books.sessions
    .all()
    .filter((one) => one.testMode === testMode && one.visibleAtMs <= world.now() && one.createdAtMs >= since)
    .filter((one) => reference === null || one.clientReferenceId === reference)
    .filter((one) => intent === null || one.intents.some(({ id }) => id === intent))
    .reverse()
  const rows = values.list_duplicates === 'on' ? mine.flatMap((one) => [one, one]) : mine
  const from = startOf(rows, query, values.list_shift)
  return rows.slice(from, from + Math.min(limitOf(query), values.page_size_cap))
}

function startOf(rows: readonly Session[], query: URLSearchParams, shift: number): number {
  const after = query.get('starting_after')
  const asked = after === null ? Number(query.get('offset') ?? 0) : rows.findLastIndex(({ _id }) => _id === after) + 1
  return asked > 0 ? Math.max(0, asked + shift) : 0
}

/** Lets a session end before its time, or at it: then nothing can be paid any more. */
export function expireSession(world: World, session: Session): Session {
  return world.books.sessions.put({
    ...session,
    state: 'expired',
    expiresAtMs: Math.min(session.expiresAtMs, world.now()),
  })
}

/** Changes what the provider remembers, as its own staff or time would. */
export function changeSession(world: World, session: Session, fields: JsonObject): Session {
  const createdAt = textOf(fields, 'createdAt')
  const visibleInMs = fields.visibleInMs
  const nextAction = NEXT_ACTIONS.find((one) => one === fields.nextAction)
  const totalMinor = centsOf(fields, 'totalMinor')
  if (totalMinor !== null && session.state !== 'open')
    throw new Refusal(409, 'NOT_PAYABLE', 'Only what is still to be paid can change.')
  return world.books.sessions.put({
    ...session,
    ...(createdAt === null ? {} : { createdAtMs: Date.parse(createdAt) }),
    ...(totalMinor === null ? {} : { totalMinor }),
    ...(typeof visibleInMs === 'number' ? { visibleAtMs: world.now() + visibleInMs } : {}),
    ...(nextAction === undefined ? {} : { nextAction }),
  })
}
