import { BUTTON_DECLINE } from '../cards'
import { type Reply, readFields, type SandboxRequest, seeOther } from '../exchange'
import { messagePage } from '../pages/message-page'
import type { Route } from '../router'
import { bankPage, storePage } from './checkout-page'
import { dashboardOf } from './dashboard'
import { announceFailed, announcePaid } from './events'
import { goBack, leave } from './return-address'
import { quoteForm, type SaleResult, takePayment, whyClosed } from './sale'
import type { Page, SaleForm } from './sale-form'
import type { World } from './world'

/** What the buyer sees: the store's pages for one offer and for an element. They need no script. */
export function hostedRoutes(world: World): readonly Route[] {
  const at = (
    find: (id: string) => Page | null,
    answer: (page: Page, request: SandboxRequest) => Reply | Promise<Reply>,
  ) =>
    ((request: SandboxRequest) => {
      const page = find(request.params.id ?? '')
      return page ? answer(page, request) : notFound()
    }) satisfies Route[2]
  const show = (page: Page, { query }: SandboxRequest) =>
    showPage(world, page, prefilled(query), page.element?.lastDecline)
  const act = (page: Page, request: SandboxRequest) => actOn(world, page, request)
  const offer = (id: string) => offerPage(world, id)
  const element = (id: string) => elementPage(world, id)
  return [
    ['GET', '/checkout/:id', at(offer, show)],
    ['POST', '/checkout/:id', at(offer, act)],
    ['GET', '/checkout-element/:id', at(element, show)],
    ['POST', '/checkout-element/:id', at(element, act)],
  ]
}

export function offerPage({ books }: World, id: string): Page | null {
  const offer = books.offers.get(id)
  return offer ? { path: `/checkout/${id}`, offers: [offer], element: null } : null
}

export function elementPage({ books }: World, id: string): Page | null {
  const element = books.elements.get(id)
  if (!element) return null
  const offers = element.offerIds.map((offerId) => books.offers.get(offerId)).filter((offer) => offer !== undefined)
  return { path: `/checkout-element/${id}`, offers, element }
}

function actOn(world: World, page: Page, request: SandboxRequest): Reply | Promise<Reply> {
  const fields = new Map(Object.entries(readFields(request)).map(([name, value]) => [name, String(value)]))
  const form = formFrom(fields)
  const action = fields.get('action')
  if (action === 'cancel') return leave(world)
  if (action === 'update') return showPage(world, page, form)
  const verdict = action === 'decline' ? BUTTON_DECLINE : undefined
  return afterPayment(world, page, { form, result: takePayment(world, page, form, verdict) })
}

async function afterPayment(world: World, page: Page, tried: { form: SaleForm; result: SaleResult }): Promise<Reply> {
  const { form, result } = tried
  switch (result.kind) {
    case 'paid': {
      const { before, afterSent } = announcePaid(world, result.sale)
      await before
      return { ...goBack(world, result.sale.order), ...(afterSent && { afterSent }) }
    }
    case 'declined':
      void announceFailed(world, result.sale)
      return page.element ? seeOther(page.path) : showPage(world, page, form, result.text)
    case 'authenticate':
      return bankPage(page, form)
    case 'invalid':
      return showPage(world, page, form, result.text)
    case 'closed':
      return closed(result.text)
  }
}

function showPage(world: World, page: Page, form: SaleForm, notice: string | null = null): Reply {
  const text = whyClosed(world, page)
  if (text !== null) return closed(text)
  const price = quoteForm(world, page, form)
  return storePage({ page, form, price, notice, customFieldIds: dashboardOf(world).customFields })
}

/** What the shop sent along in the address. */
function prefilled(query: URLSearchParams): SaleForm {
  const customFields: Record<string, string> = {}
  for (const [name, value] of query) if (!name.startsWith('fngs-')) customFields[name] = value
  return {
    email: query.get('fngs-customer-email') ?? '',
    country: query.get('fngs-customer-country') ?? 'US',
    discountCode: '',
    quantity: 1,
    customFields,
  }
}

function formFrom(fields: ReadonlyMap<string, string>): SaleForm {
  const quantity = Number(fields.get('quantity') ?? 1)
  const authentication = fields.get('authentication')
  const customFields: Record<string, string> = {}
  for (const [name, value] of fields) if (name.startsWith('custom-')) customFields[name.slice(7)] = value
  return {
    email: (fields.get('email') ?? '').trim(),
    country: fields.get('country') ?? 'US',
    discountCode: (fields.get('discountCode') ?? '').trim(),
    quantity: Number.isInteger(quantity) && quantity > 0 && quantity <= 100 ? quantity : 1,
    card: fields.get('card'),
    authentication: authentication === 'done' || authentication === 'failed' ? authentication : undefined,
    customFields,
  }
}

function closed(text: string): Reply {
  return messagePage({ status: 410, title: 'Not for sale', text: `${text} Nothing was charged.` })
}

function notFound(): Reply {
  return messagePage({ status: 404, title: 'No such checkout', text: 'This checkout does not exist in the sandbox.' })
}
