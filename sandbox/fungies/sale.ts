import { AUTHENTICATION_FAILED, type CardVerdict, DEFAULT_CARD, judgeCard } from '../cards'
import { isEmail } from '../fields'
import { type BookedSale, bookSale } from './book-sale'
import { dashboardOf } from './dashboard'
import { type Quote, quote } from './quote'
import type { Page, SaleForm } from './sale-form'
import type { World } from './world'

export type SaleResult =
  | { kind: 'paid'; sale: BookedSale }
  | { kind: 'declined'; text: string; sale: BookedSale }
  | { kind: 'authenticate' }
  | { kind: 'invalid'; text: string }
  | { kind: 'closed'; text: string }

/** Takes the buyer's money, or says why not. Sends nothing; the caller announces. */
export function takePayment(world: World, page: Page, form: SaleForm, verdict?: CardVerdict): SaleResult {
  const closed = whyClosed(world, page)
  if (closed !== null) return { kind: 'closed', text: closed }
  const fault = faultOf(world, form)
  if (fault !== null) return { kind: 'invalid', text: fault }
  const price = quoteForm(world, page, form)
  const judged = verdict ?? judge(form)
  if (judged.kind === 'authenticate') return { kind: 'authenticate' }
  if (judged.kind === 'good') {
    if (page.element) world.books.elements.put({ ...page.element, lastDecline: null })
    return { kind: 'paid', sale: bookSale(world, { page, form, price, status: 'PAID' }) }
  }
  if (page.element) world.books.elements.put({ ...page.element, lastDecline: judged.text })
  return { kind: 'declined', text: judged.text, sale: bookSale(world, { page, form, price, status: 'FAILED' }) }
}

export function quoteForm(world: World, { offers }: Page, { country, discountCode, quantity }: SaleForm): Quote {
  return quote(world, { offers, country, discountCode, quantity })
}

/** Why nobody can pay here now, in words for the page; null when one can. */
export function whyClosed(world: World, { offers }: Page): string | null {
  const { storePublished, storeApproved, mode } = dashboardOf(world)
  const { archived_sold: archivedSold, limit_kept: limitKept } = world.switches.values
  if (!storePublished) return 'This store is not published.'
  if (mode === 'staging' && !storeApproved) return 'This staging store has not been approved yet.'
  if (archivedSold === 'off' && offers.some(({ status }) => status === 'ARCHIVED')) {
    return 'This offer is no longer available.'
  }
  const soldOut = offers.some(({ limit, soldItems }) => limit !== null && soldItems >= limit)
  return limitKept === 'on' && soldOut ? 'This offer is sold out.' : null
}

function faultOf(world: World, form: SaleForm): string | null {
  if (!isEmail(form.email)) return 'Please enter an e-mail address.'
  if (!/^[A-Z]{2}$/.test(form.country)) return 'Please choose a country.'
  const missing = dashboardOf(world).customFields.find((id) => !form.customFields[id])
  return missing === undefined ? null : `Please fill in “${missing}”.`
}

function judge({ card, authentication }: SaleForm): CardVerdict {
  const verdict = judgeCard(card ?? DEFAULT_CARD)
  if (verdict.kind !== 'authenticate') return verdict
  if (authentication === 'done') return { kind: 'good' }
  return authentication === 'failed' ? AUTHENTICATION_FAILED : verdict
}
