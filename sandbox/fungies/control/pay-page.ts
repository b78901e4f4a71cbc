import { BUTTON_DECLINE } from '../../cards'
import { type JsonObject, json, Refusal, type Reply } from '../../exchange'
import { invalid, optionalNumber, optionalText } from '../../fields'
import { announceFailed, announcePaid } from '../events'
import { returnUrl } from '../return-address'
import { takePayment } from '../sale'
import type { Page, SaleForm } from '../sale-form'
import type { World } from '../world'

const FALLBACK_EMAIL = 'buyer@sandbox.example'

/** Pays without a browser, exactly as the page would. */
export async function payPage(world: World, page: Page, fields: JsonObject): Promise<Reply> {
  const result = takePayment(world, page, formFrom(fields))
  switch (result.kind) {
    case 'paid': {
      const { order, payment, subscription } = result.sale
      const { before, afterSent } = announcePaid(world, result.sale)
      await before
      const reply = json(201, { order, payment, subscription, redirectUrl: returnUrl(world, order) })
      return afterSent ? { ...reply, afterSent } : reply
    }
    case 'declined':
      void announceFailed(world, result.sale)
      return json(402, { error: result.text, code: 'DECLINED' })
    case 'authenticate':
      throw new Refusal(402, 'AUTHENTICATION_REQUIRED', 'The card asks for 3-D Secure.')
    case 'closed':
      throw new Refusal(410, 'NOT_FOR_SALE', result.text)
    case 'invalid':
      throw invalid(result.text)
  }
}

/** Declines; resolves once the merchant's webhook was told. */
export async function declinePage(world: World, page: Page, fields: JsonObject): Promise<Reply> {
  const result = takePayment(world, page, formFrom(fields), BUTTON_DECLINE)
  if (result.kind !== 'declined') throw new Refusal(409, 'NOT_PAYABLE', 'This cannot be paid any more.')
  await announceFailed(world, result.sale)
  return json(200, { order: result.sale.order, payment: result.sale.payment })
}

function formFrom(fields: JsonObject): SaleForm {
  return {
    email: optionalText(fields, 'email') || FALLBACK_EMAIL,
    country: optionalText(fields, 'country') || 'US',
    discountCode: optionalText(fields, 'discountCode') ?? '',
    quantity: optionalNumber(fields, 'quantity') ?? 1,
    card: optionalText(fields, 'card'),
    authentication: fields.authentication === 'failed' ? 'failed' : 'done',
    customFields: {},
  }
}
