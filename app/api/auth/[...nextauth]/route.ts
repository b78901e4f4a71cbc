import type { NextRequest } from 'next/server'
import NextAuth from 'next-auth'
import { type SignInError, signInErrorText } from '@/lib/auth/model'
import { authOptions } from '@/lib/auth/options'
import { deviceCookieName } from '@/lib/auth/session-cookie'

type Context = { params: Promise<{ nextauth: string[] }> }

async function handle(request: NextRequest, context: Context): Promise<Response> {
  let refused: SignInError | undefined
  const options = authOptions(request.cookies.get(deviceCookieName)?.value, (error) => {
    refused = error
  })
  const response: Response = await NextAuth(request, context, options)
  return refused && refused.code !== 'wrong' ? refuse(refused) : response
}

function refuse(error: SignInError): Response {
  const waitSeconds = error.code === 'throttled' ? Math.ceil(error.waitMs / 1000) : 5
  return Response.json(
    { error: error.code, text: signInErrorText(error) },
    { status: 429, headers: { 'Retry-After': String(waitSeconds), 'Cache-Control': 'no-store' } },
  )
}

export { handle as GET, handle as POST }
