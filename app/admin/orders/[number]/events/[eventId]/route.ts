import { requireMerchant } from '@/lib/auth/require-merchant'
import { findEventBody } from '@/lib/orders/merchant-order'
import { deliveryText } from '../../../../delivery-text'

type Context = { params: Promise<{ number: string; eventId: string }> }

export async function GET(_request: Request, { params }: Context): Promise<Response> {
  await requireMerchant()
  const { number, eventId } = await params
  const body = await findEventBody(number, eventId)
  return deliveryText(body, eventId)
}
