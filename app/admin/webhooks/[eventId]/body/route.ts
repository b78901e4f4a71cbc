import { requireMerchant } from '@/lib/auth/require-merchant'
import { findDeliveryBody } from '@/lib/webhooks/merchant-queries'
import { deliveryText } from '../../../delivery-text'
import { readEventId } from '../../event-id'

type Context = { params: Promise<{ eventId: string }> }

export async function GET(_request: Request, { params }: Context): Promise<Response> {
  await requireMerchant()
  const eventId = readEventId((await params).eventId)
  const body = eventId === null ? null : await findDeliveryBody(eventId)
  return deliveryText(body, eventId)
}
