import { html, type Markup } from './html'

/** The cards that a hosted page takes, and what each does. */
export const cardList = (cards: readonly { number: string; what: string }[]): Markup => html`
<details id="cards"><summary>Test cards</summary>
<table><thead><tr><th scope="col">Number</th><th scope="col">What it does</th></tr></thead>
<tbody>${cards.map((card) => html`<tr><td class="code">${card.number}</td><td>${card.what}</td></tr>`)}</tbody></table>
</details>`
