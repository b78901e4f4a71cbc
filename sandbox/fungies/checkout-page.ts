import { DEFAULT_CARD, TEST_CARDS } from '../cards'
import { COUNTRIES } from '../countries'
import type { Reply } from '../exchange'
import { formatMinor } from '../money'
import { cardList } from '../pages/card-list'
import { html, type Markup } from '../pages/html'
import { page as document } from '../pages/layout'
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
${summary(price)}
${first?.recurringInterval && html`<p>Renews every ${first.recurringIntervalCount ?? 1} ${first.recurringInterval}.</p>`}
${notice && html`<p class="notice" role="alert">${notice}</p>`}
<form method="post" action="${page.path}">
  ${first?.mutableQuantity && html`<label for="quantity">Quantity</label><input id="quantity" name="quantity" inputmode="numeric" value="${price.quantity}">`}
  <label for="email">Email</label>
  <input id="email" name="email" type="email" autocomplete="email" required value="${form.email}">
  ${customFieldIds.map((id) => customField(id, form.customFields[id] ?? ''))}
  <label for="card">Card number</label>
  <input id="card" name="card" inputmode="numeric" autocomplete="off" required value="${DEFAULT_CARD}" aria-describedby="cards">
  <label for="country">Country</label>
  <select id="country" name="country" autocomplete="country">${countryOptions(form.country)}</select>
  <label for="discountCode">Discount code</label>
  <input id="discountCode" name="discountCode" autocomplete="off" value="${form.discountCode}">
  <div class="buttons">
    <button class="primary" name="action" value="pay">Pay</button>
    <button name="action" value="decline" formnovalidate>Decline</button>
    <button name="action" value="cancel" formnovalidate>Cancel and return</button>
    <button class="quiet" name="action" value="update" formnovalidate>Update total</button>
  </div>
</form>
${cardList(TEST_CARDS)}
<p class="small">A store page of the sandbox.</p>`
  return document({ title: 'Checkout', body })
}

export function authenticationPage(page: Page, form: SaleForm): Reply {
  const custom = Object.entries(form.customFields).map(([id, value]): [string, string] => [`custom-${id}`, value])
  const kept: [string, string][] = [
    ['email', form.email],
    ['country', form.country],
    ['discountCode', form.discountCode],
    ['quantity', String(form.quantity)],
    ['card', form.card ?? ''],
    ...custom,
  ]
  const body = html`
<h1>Your bank asks once more</h1>
<p>This card uses 3-D Secure. A real bank would ask for a code or a fingerprint now.</p>
<form method="post" action="${page.path}">
  ${kept.map(([name, value]) => html`<input type="hidden" name="${name}" value="${value}">`)}
  <div class="buttons">
    <button class="primary" name="authentication" value="done">Complete authentication</button>
    <button name="authentication" value="failed">Fail authentication</button>
  </div>
</form>`
  return document({ title: 'Authentication', body })
}

function summary(price: Quote): Markup {
  const money = (minor: number) => formatMinor(minor, price.currency)
  return html`<dl class="sum">
  <div><dt>Price</dt><dd>${money(price.listMinor)}</dd></div>
  ${price.discount && html`<div><dt>Discount ${price.discount.name}</dt><dd>−${money(price.discountMinor)}</dd></div>`}
  ${price.taxPercent > 0 && html`<div><dt>Tax ${price.taxPercent} %</dt><dd>${money(price.taxMinor)}</dd></div>`}
  <div class="total"><dt>Total</dt><dd>${money(price.totalMinor)}</dd></div>
</dl>`
}

function customField(id: string, value: string): Markup {
  return html`<label for="custom-${id}">${id}</label><input id="custom-${id}" name="custom-${id}" required value="${value}">`
}

function countryOptions(chosen: string): Markup[] {
  return [...COUNTRIES].map(
    ([code, { name }]) => html`<option value="${code}"${code === chosen && html` selected`}>${name}</option>`,
  )
}
