/** Lies below /api/webhooks so that the server in front treats it exactly like a real one. */
export async function POST(): Promise<Response> {
  return new Response(null)
}
