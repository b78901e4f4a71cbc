import { requireMerchant } from '@/lib/auth/require-merchant'
import { findDeliveryBody } from '@/lib/webhooks/merchant-queries'
import { readEventId } from '../../event-id'

type Context = { params: Promise<{ eventId: string }> }

/** A delivery's bytes as plain text: a browser shows them and runs nothing. */
export async function GET(_request: Request, { params }: Context): Promise<Response> {
  await requireMerchant()
  const eventId = readEventId((await params).eventId)
  const body = eventId === null ? null : await findDeliveryBody(eventId)
  if (!body) return new Response('There is no such delivery.', { status: 404 })
  return new Response(Buffer.from(body), {
    headers: {
      'Content-Type': 'text/plain; charset=utf-8',
      'Content-Disposition': `inline; filename="delivery-${eventId}.txt"`,
      'Content-Security-Policy': "default-src 'none'; sandbox",
      'X-Content-Type-Options': 'nosniff',
      'Cache-Control': 'no-store',
    },
  })
}
