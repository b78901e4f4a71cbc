import { connection } from 'next/server'

export async function GET(): Promise<Response> {
  // Answered anew for each request, as the status endpoint is.
  await connection()
  return new Response(null, { headers: { 'Cache-Control': 'no-store' } })
}
