import type { Reply } from '../exchange'
import { html } from './html'
import { page } from './layout'

/** A page with nothing to pay on it, and a way on where there is one. */
export function messagePage(input: {
  status: number
  title: string
  text: string
  link?: { href: string; text: string } | null
}): Reply {
  const body = html`<h1>${input.title}</h1><p>${input.text}</p>
${input.link && html`<p><a class="button" href="${input.link.href}">${input.link.text}</a></p>`}`
  return page({ title: input.title, body, status: input.status })
}
