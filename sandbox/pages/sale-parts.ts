import { COUNTRIES } from '../countries'
import type { Reply } from '../exchange'
import { formatMinor } from '../money'
import { html, type Markup } from './html'
import { page } from './layout'

/** Parts of a hosted page that look alike at the providers that ask for a country and a discount code. */

export const emailField = (email: string): Markup => html`<label for="email">Email</label>
  <input id="email" name="email" type="email" autocomplete="email" required value="${email}">`

export const cardField = (card: string): Markup => html`<label for="card">Card number</label>
  <input id="card" name="card" inputmode="numeric" autocomplete="off" required value="${card}" aria-describedby="cards">`

export const countryAndCodeFields = (typed: {
  country: string
  discountCode: string
}): Markup => html`<label for="country">Country</label>
  <select id="country" name="country" autocomplete="country">${countryOptions(typed.country)}</select>
  <label for="discountCode">Discount code</label>
  <input id="discountCode" name="discountCode" autocomplete="off" value="${typed.discountCode}">`

export const waysOut = ({ canUpdate }: { canUpdate: boolean }): Markup => html`<div class="buttons">
    <button class="primary" name="action" value="pay">Pay</button>
    <button name="action" value="decline" formnovalidate>Decline</button>
    <button name="action" value="cancel" formnovalidate>Cancel and return</button>
    ${canUpdate && html`<button class="quiet" name="action" value="update" formnovalidate>Update total</button>`}
  </div>`

type Sum = {
  currency: string
  listMinor: number
  discountMinor: number
  taxPercent: number
  taxMinor: number
  totalMinor: number
}

/** What is to be paid and how it comes about; `discountName` null when there is no discount. */
export function sumOf(price: Sum, discountName: string | null): Markup {
  const money = (minor: number) => formatMinor(minor, price.currency)
  return html`<dl class="sum">
  <div><dt>Price</dt><dd>${money(price.listMinor)}</dd></div>
  ${discountName !== null && html`<div><dt>Discount ${discountName}</dt><dd>−${money(price.discountMinor)}</dd></div>`}
  ${price.taxPercent > 0 && html`<div><dt>Tax ${price.taxPercent} %</dt><dd>${money(price.taxMinor)}</dd></div>`}
  <div class="total"><dt>Total</dt><dd>${money(price.totalMinor)}</dd></div>
</dl>`
}

/** Asks as a bank does for a card with 3-D Secure, and keeps what was typed before. */
export function authenticationPage(path: string, kept: readonly (readonly [string, string])[]): Reply {
  const body = html`
<h1>Your bank asks once more</h1>
<p>This card uses 3-D Secure. A real bank would ask for a code or a fingerprint now.</p>
<form method="post" action="${path}">
  ${kept.map(([name, value]) => html`<input type="hidden" name="${name}" value="${value}">`)}
  <div class="buttons">
    <button class="primary" name="authentication" value="done">Complete authentication</button>
    <button name="authentication" value="failed">Fail authentication</button>
  </div>
</form>`
  return page({ title: 'Authentication', body })
}

function countryOptions(chosen: string): Markup[] {
  return [...COUNTRIES].map(
    ([code, { name }]) => html`<option value="${code}"${code === chosen && html` selected`}>${name}</option>`,
  )
}
