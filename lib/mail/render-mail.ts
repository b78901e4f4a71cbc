import type { MailContent, MailOrder } from './model'
import { renderHtml } from './render-html'
import { renderText } from './render-text'
import { mailWords } from './words'

/**
 * A mail's subject, HTML and plain text. Pure: the same order gives the same bytes. Whatever a person typed is inert in
 * all three; the subject holds nothing that a shopper wrote.
 */
export function renderMail(order: MailOrder): MailContent {
  const words = mailWords(order)
  return { subject: words.subject, html: renderHtml(order, words), text: renderText(order, words) }
}
