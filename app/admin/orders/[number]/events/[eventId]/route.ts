import { requireMerchant } from '@/lib/auth/require-merchant'
import { findEventBody } from '@/lib/orders/merchant-order'

type Context = { params: Promise<{ number: string; eventId: string }> }

/** A delivery's bytes as plain text: a browser shows them and runs nothing. */
export async function GET(_request: Request, { params }: Context): Promise<Response> {
  await requireMerchant()
  const { number, eventId } = await params
  const body = await findEventBody(number, eventId)
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
