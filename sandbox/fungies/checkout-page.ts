import { DEFAULT_CARD, TEST_CARDS } from '../cards'
import type { Reply } from '../exchange'
import { cardList } from '../pages/card-list'
import { html, type Markup } from '../pages/html'
import { page as document } from '../pages/layout'
import { authenticationPage, cardField, countryAndCodeFields, emailField, sumOf, waysOut } from '../pages/sale-parts'
import type { Quote } from './quote'
import type { Page, SaleForm } from './sale-form'

export type StoreView = {
  page: Page
  form: SaleForm
  price: Quote
  notice: string | null
  /** Fields of the merchant's that every buyer has to fill in. */
  customFieldIds: readonly string[]
}

export function storePage({ page, form, price, notice, customFieldIds }: StoreView): Reply {
  const [first] = page.offers
  const body = html`
<h1>${page.offers.map(({ name }) => name ?? 'Offer').join(', ')}</h1>
${page.offers.map(({ description }) => description && html`<p>${description}</p>`)}
${sumOf(price, price.discount?.name ?? null)}
${first?.recurringInterval && html`<p>Renews every ${first.recurringIntervalCount ?? 1} ${first.recurringInterval}.</p>`}
${notice && html`<p class="notice" role="alert">${notice}</p>`}
<form method="post" action="${page.path}">
  ${first?.mutableQuantity && html`<label for="quantity">Quantity</label><input id="quantity" name="quantity" inputmode="numeric" value="${price.quantity}">`}
  ${emailField(form.email)}
  ${customFieldIds.map((id) => customField(id, form.customFields[id] ?? ''))}
  ${cardField(DEFAULT_CARD)}
  ${countryAndCodeFields(form)}
  ${waysOut({ canUpdate: true })}
</form>
${cardList(TEST_CARDS)}
<p class="small">A store page of the sandbox.</p>`
  return document({ title: 'Checkout', body })
}

/** Carries on with everything that was typed. */
export function bankPage(page: Page, form: SaleForm): Reply {
  const custom = Object.entries(form.customFields).map(([id, value]) => [`custom-${id}`, value] as const)
  return authenticationPage(page.path, [
    ['email', form.email],
    ['country', form.country],
    ['discountCode', form.discountCode],
    ['quantity', String(form.quantity)],
    ['card', form.card ?? ''],
    ...custom,
  ])
}

function customField(id: string, value: string): Markup {
  return html`<label for="custom-${id}">${id}</label><input id="custom-${id}" name="custom-${id}" required value="${value}">`
}
