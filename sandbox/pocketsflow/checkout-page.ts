import { DEFAULT_CARD, TEST_CARDS } from '../cards'
import { COUNTRIES } from '../countries'
import type { Reply } from '../exchange'
import { formatMinor } from '../money'
import { cardList } from '../pages/card-list'
import { html, type Markup } from '../pages/html'
import { page } from '../pages/layout'
import type { Draft, Product, Session } from './model'
import type { Quote } from './pricing'
import { trialDaysOf } from './sellable'

export type CheckoutView = {
  session: Session
  product: Product
  draft: Required<Draft>
  price: Quote
  notice: string | null
}

export function checkoutPage({ session, product, draft, price, notice }: CheckoutView): Reply {
  const body = html`
<h1>${product.name}</h1>
${summary(price, draft)}
${product.type === 'subscription' && termsOf(product)}
${notice && html`<p class="notice" role="alert">${notice}</p>`}
<form method="post" action="/checkout/${session._id}">
  ${product.payWant === true && amountField(product, draft)}
  <label for="email">Email</label>
  <input id="email" name="email" type="email" autocomplete="email" required value="${draft.email}">
  ${product.hasFirstName === true && nameField('firstName', 'First name', 'given-name', draft.firstName)}
  ${product.hasLastName === true && nameField('lastName', 'Last name', 'family-name', draft.lastName)}
  <label for="card">Card number</label>
  <input id="card" name="card" inputmode="numeric" autocomplete="off" required value="${DEFAULT_CARD}" aria-describedby="cards">
  <label for="country">Country</label>
  <select id="country" name="country" autocomplete="country">${countryOptions(draft.country)}</select>
  <label for="discountCode">Discount code</label>
  <input id="discountCode" name="discountCode" autocomplete="off" value="${draft.discountCode}">
  <div class="buttons">
    <button class="primary" name="action" value="pay">Pay</button>
    <button name="action" value="decline" formnovalidate>Decline</button>
    <button name="action" value="cancel" formnovalidate>Cancel and return</button>
    <button class="quiet" name="action" value="update" formnovalidate>Update total</button>
  </div>
</form>
${cardList(TEST_CARDS)}
<p class="small">Session <span class="code">${session._id}</span>, ${session.testMode ? 'test' : 'live'} mode of the sandbox.</p>`
  return page({ title: 'Checkout', body })
}

export function authenticationPage(session: Session, fields: Record<string, string>): Reply {
  const hidden = Object.entries(fields).map(
    ([name, value]) => html`<input type="hidden" name="${name}" value="${value}">`,
  )
  const body = html`
<h1>Your bank asks once more</h1>
<p>This card uses 3-D Secure. A real bank would ask for a code or a fingerprint now.</p>
<form method="post" action="/checkout/${session._id}">${hidden}
  <div class="buttons">
    <button class="primary" name="authentication" value="done">Complete authentication</button>
    <button name="authentication" value="failed">Fail authentication</button>
  </div>
</form>`
  return page({ title: 'Authentication', body })
}

function termsOf(product: Product): Markup {
  const every = { weekly: 'week', monthly: 'month', yearly: 'year' }[String(product.frequency)] ?? 'interval'
  const days = trialDaysOf(product)
  return html`<p>Charged every ${every}${days > 0 && html`, for the first time after ${days} days of trial`}, until cancelled.</p>`
}

function summary(price: Quote, draft: Required<Draft>): Markup {
  const money = (minor: number) => formatMinor(minor, price.currency)
  const unusedCode = draft.discountCode !== '' && price.discount === null
  return html`<dl class="sum">
  <div><dt>Price</dt><dd>${money(price.listMinor)}</dd></div>
  ${price.discount && html`<div><dt>Discount ${price.discount.code}</dt><dd>−${money(price.discountMinor)}</dd></div>`}
  ${price.taxPercent > 0 && html`<div><dt>Tax ${price.taxPercent} %</dt><dd>${money(price.taxMinor)}</dd></div>`}
  <div class="total"><dt>Total</dt><dd>${money(price.totalMinor)}</dd></div>
</dl>
${unusedCode && html`<p class="notice" role="status">The discount code “${draft.discountCode}” does not apply to this product.</p>`}`
}

function nameField(name: string, label: string, token: string, value: string): Markup {
  return html`<label for="${name}">${label}</label><input id="${name}" name="${name}" autocomplete="${token}" value="${value}">`
}

function amountField(product: Product, draft: Required<Draft>): Markup {
  return html`<label for="amount">Amount (${product.currency}), pay what you want</label>
  <input id="amount" name="amount" inputmode="decimal" value="${draft.amount || product.price}">`
}

function countryOptions(chosen: string): Markup[] {
  return [...COUNTRIES].map(
    ([code, { name }]) => html`<option value="${code}"${code === chosen && html` selected`}>${name}</option>`,
  )
}
