import { DEFAULT_CARD, TEST_CARDS } from '../cards'
import type { Reply } from '../exchange'
import { cardList } from '../pages/card-list'
import { html, type Markup } from '../pages/html'
import { page } from '../pages/layout'
import { cardField, countryAndCodeFields, emailField, sumOf, waysOut } from '../pages/sale-parts'
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
  const unusedCode = draft.discountCode !== '' && price.discount === null
  const body = html`
<h1>${product.name}</h1>
${sumOf(price, price.discount?.code ?? null)}
${unusedCode && html`<p class="notice" role="status">The discount code “${draft.discountCode}” does not apply to this product.</p>`}
${product.type === 'subscription' && termsOf(product)}
${notice && html`<p class="notice" role="alert">${notice}</p>`}
<form method="post" action="/checkout/${session._id}">
  ${product.payWant === true && amountField(product, draft)}
  ${emailField(draft.email)}
  ${product.hasFirstName === true && nameField('firstName', 'First name', 'given-name', draft.firstName)}
  ${product.hasLastName === true && nameField('lastName', 'Last name', 'family-name', draft.lastName)}
  ${cardField(DEFAULT_CARD)}
  ${countryAndCodeFields(draft)}
  ${waysOut({ canUpdate: true })}
</form>
${cardList(TEST_CARDS)}
<p class="small">Session <span class="code">${session._id}</span>, ${session.testMode ? 'test' : 'live'} mode of the sandbox.</p>`
  return page({ title: 'Checkout', body })
}

function termsOf(product: Product): Markup {
  const every = { weekly: 'week', monthly: 'month', yearly: 'year' }[String(product.frequency)] ?? 'interval'
  const days = trialDaysOf(product)
  return html`<p>Charged every ${every}${days > 0 && html`, for the first time after ${days} days of trial`}, until cancelled.</p>`
}

function nameField(name: string, label: string, token: string, value: string): Markup {
  return html`<label for="${name}">${label}</label><input id="${name}" name="${name}" autocomplete="${token}" value="${value}">`
}

function amountField(product: Product, draft: Required<Draft>): Markup {
  return html`<label for="amount">Amount (${product.currency}), pay what you want</label>
  <input id="amount" name="amount" inputmode="decimal" value="${draft.amount || product.price}">`
}
