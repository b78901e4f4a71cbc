/** A delivery's bytes as plain text: a browser shows them and runs nothing. 404 without a body. */
export function deliveryText(body: Uint8Array | null, eventId: string | number | null): Response {
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
