import type { Reply } from '../exchange'
import { cardList } from '../pages/card-list'
import { html, type Markup } from '../pages/html'
import { page } from '../pages/layout'
import { cardField, emailField, waysOut } from '../pages/sale-parts'
import { DEFAULT_CARD, TEST_CARDS } from './cards'
import { discountOf, lineMinor } from './cart'
import type { Session } from './model'
import { formatCents } from './money'

const NEXT_WORDS: Record<string, string> = {
  provide_second_payment_method: 'Your HSA card cannot pay all of it. Please give a second card for the rest.',
  provide_alternative_payment_method: 'This card cannot pay for these goods. Please give another one.',
  collect_letter_of_medical_necessity: 'These goods need a letter of medical necessity. Please answer a few questions.',
  payment_failed: 'The payment did not go through. Please try again.',
}

export function payPage(session: Session, notice: string | null): Reply {
  const email = session.email ?? String(session.defaults.email ?? '')
  const body = html`
<h1>Pay with Flex</h1>
${summary(session)}
${session.nextAction !== 'none' && html`<p class="notice" role="status">${NEXT_WORDS[session.nextAction]}</p>`}
${notice && html`<p class="notice" role="alert">${notice}</p>`}
<form method="post" action="/pay/c/${session._id}">
  ${emailField(email)}
  ${cardField(DEFAULT_CARD)}
  <label for="postcode">Postcode</label>
  <input id="postcode" name="postcode" autocomplete="postal-code" value="90210">
  ${waysOut({ canUpdate: false })}
</form>
${cardList(TEST_CARDS)}
<p class="small">Session <span class="code">${session._id}</span>, ${session.testMode ? 'test' : 'live'} mode of the sandbox.</p>`
  return page({ title: 'Checkout', body })
}

function summary(session: Session): Markup {
  const row = (name: string, cents: number) => html`<div><dt>${name}</dt><dd>${formatCents(cents)}</dd></div>`
  const discountMinor = discountOf(session)
  return html`<dl class="sum">
${session.lines.map((line) => row(`${line.quantity} × ${line.name}`, lineMinor(line)))}
${discountMinor > 0 && row('Discount', -discountMinor)}
${session.shipping && row(session.shipping.name, session.shipping.amountMinor)}
${session.taxMinor > 0 && row('Tax', session.taxMinor)}
${session.fees.map((fee) => row(fee.name, fee.amountMinor))}
  <div class="total"><dt>Total</dt><dd>${formatCents(session.totalMinor)}</dd></div>
</dl>`
}
