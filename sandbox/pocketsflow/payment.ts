import { AUTHENTICATION_FAILED, type CardVerdict, DEFAULT_CARD, judgeCard } from '../cards'
import { isEmail } from '../fields'
import { idFor, newId } from '../ids'
import { accountOf } from './books'
import { subscribe } from './memberships'
import type { Customer, Draft, Membership, Order, Product, Session } from './model'
import { type Quote, quote } from './pricing'
import { findSellable } from './sellable'
import { isForSale } from './sessions'
import { nowIso, type World } from './world'

export type PaymentForm = Draft & { card?: string; authentication?: 'done' | 'failed' }

export type PaymentResult =
  /** `order` is null while a subscription is in its trial; `membership` is there for a subscription. */
  | { kind: 'paid'; order: Order | null; newCustomer: boolean; membership?: Membership }
  | { kind: 'declined'; text: string; code: string; quote: Quote }
  | { kind: 'authenticate' }
  | { kind: 'already_paid' }
  | { kind: 'not_for_sale' }
  | { kind: 'invalid'; text: string }

const MAX_NAME_CHARS = 200

/** Takes the buyer's money for one session, or says why not. Sends nothing; the caller announces. */
export function takePayment(world: World, session: Session, form: PaymentForm, verdict?: CardVerdict): PaymentResult {
  if (session.orderIds.length > 0 && world.switches.values.session_reuse === 'off') return { kind: 'already_paid' }
  const product = findSellable(world, session.productId)
  if (!isForSale(world, product)) return { kind: 'not_for_sale' }
  const draft = mergeDraft(session, form)
  const fault = faultOf(draft, product)
  if (fault) return { kind: 'invalid', text: fault }

  const price = quoteDraft(world, session, product, draft)
  const judged = verdict ?? judge(form)
  if (judged.kind === 'authenticate') return { kind: 'authenticate' }
  if (judged.kind === 'declined') {
    if (session.state !== 'paid')
      world.books.sessions.put({ ...session, draft, state: 'declined', lastDecline: judged.text })
    return { kind: 'declined', text: judged.text, code: judged.code, quote: price }
  }
  return book(world, session, product, draft, price)
}

/** What the buyer has typed so far, over what the session brought along. */
export function mergeDraft(session: Session, form: Draft): Required<Draft> {
  const { draft } = session
  return {
    email: (form.email ?? draft.email ?? session.customerEmail ?? '').trim(),
    country: form.country ?? draft.country ?? 'US',
    discountCode: (form.discountCode ?? draft.discountCode ?? session.discountCode ?? '').trim(),
    firstName: (form.firstName ?? draft.firstName ?? '').slice(0, MAX_NAME_CHARS),
    lastName: (form.lastName ?? draft.lastName ?? '').slice(0, MAX_NAME_CHARS),
    amount: form.amount ?? draft.amount ?? '',
  }
}

export function quoteDraft(world: World, session: Session, product: Product, draft: Required<Draft>): Quote {
  const amountMajor = draft.amount === '' ? null : Number(draft.amount)
  return quote(world, {
    session,
    product,
    country: draft.country,
    discountCode: draft.discountCode || null,
    amountMajor,
  })
}

function judge(form: PaymentForm): CardVerdict {
  const verdict = judgeCard(form.card ?? DEFAULT_CARD)
  if (verdict.kind !== 'authenticate') return verdict
  if (form.authentication === 'done') return { kind: 'good' }
  return form.authentication === 'failed' ? AUTHENTICATION_FAILED : verdict
}

function faultOf(draft: Required<Draft>, product: Product): string | null {
  if (!isEmail(draft.email)) return 'Please enter an e-mail address.'
  if (!/^[A-Z]{2}$/.test(draft.country)) return 'Please choose a country.'
  if (product.payWant !== true || draft.amount === '') return null
  const amount = Number(draft.amount)
  const min = Number(product.minPrice ?? 0)
  const max = Number(product.maxPrice ?? Number.MAX_SAFE_INTEGER)
  return amount >= min && amount <= max ? null : 'Please enter an amount within the limits.'
}

function book(world: World, session: Session, product: Product, draft: Required<Draft>, price: Quote): PaymentResult {
  const { customer, isNew } = rememberCustomer(world, session, product, draft, price)
  if (product.type === 'subscription' && world.books.offers.get(product._id))
    return bookSubscription(world, { session, product, draft, price }, isNew)
  const nowMs = world.now()
  const order: Order = {
    _id: newId(nowMs),
    testMode: session.testMode,
    userId: accountOf(world.books, session.testMode).userId,
    sessionId: session._id,
    productId: product._id,
    buyerEmail: draft.email,
    firstName: draft.firstName,
    lastName: draft.lastName,
    customerId: customer._id,
    country: draft.country,
    currency: price.currency,
    beforeTaxMinor: price.beforeTaxMinor,
    taxMinor: price.taxMinor,
    taxPercent: price.taxPercent,
    totalMinor: price.totalMinor,
    feeMinor: feeOf(price.totalMinor),
    discountCode: price.discount?.code ?? null,
    refundedMinor: 0,
    isRefunded: false,
    isDisputed: false,
    metadata: session.metadata,
    clientReferenceId: session.clientReferenceId,
    createdAt: new Date(nowMs).toISOString(),
    visibleAtMs: nowMs + world.switches.values.order_visible_after_ms,
  }
  world.books.orders.put(order)
  world.books.sessions.put({
    ...session,
    draft,
    state: 'paid',
    lastDecline: null,
    orderIds: [...session.orderIds, order._id],
  })
  if (price.discount) world.books.discounts.put({ ...price.discount, used: price.discount.used + 1 })
  return { kind: 'paid', order, newCustomer: isNew }
}

function bookSubscription(world: World, bought: Parameters<typeof subscribe>[1], newCustomer: boolean): PaymentResult {
  const { membership, order } = subscribe(world, bought)
  const { session, draft } = bought
  const orderIds = [...session.orderIds, order?._id ?? membership._id]
  world.books.sessions.put({ ...session, draft, state: 'paid', lastDecline: null, orderIds })
  return { kind: 'paid', order, membership, newCustomer }
}

function rememberCustomer(world: World, session: Session, product: Product, draft: Required<Draft>, price: Quote) {
  const id = idFor(`customer ${session.testMode} ${draft.email.toLowerCase()}`)
  const known = world.books.customers.get(id)
  const customer: Customer = {
    _id: id,
    userId: product.userId,
    buyerEmail: known?.buyerEmail ?? draft.email,
    country: draft.country,
    numberOfOrders: (known?.numberOfOrders ?? 0) + 1,
    totalSpentMinor: (known?.totalSpentMinor ?? 0) + price.totalMinor,
    currency: price.currency,
    productIds: [...new Set([...(known?.productIds ?? []), product._id])],
    testMode: session.testMode,
    createdAt: known?.createdAt ?? nowIso(world),
  }
  world.books.customers.put(customer)
  return { customer, isNew: known === undefined }
}

/** The usual card fee: 2.9 % and 30 minor units. */
function feeOf(totalMinor: number): number {
  return totalMinor === 0 ? 0 : Math.min(totalMinor, Math.round(totalMinor * 0.029) + 30)
}
