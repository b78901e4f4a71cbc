'use server'

import { refresh } from 'next/cache'
import { cookies, headers } from 'next/headers'
import { redirect } from 'next/navigation'
import { clientAddress } from '@/lib/auth/client-address'
import { adminPath, type SignInError, SignInInput, signInErrorText } from '@/lib/auth/model'
import { deviceCookieName, isKnownDevice } from '@/lib/auth/session-cookie'
import { signIn } from '@/lib/auth/sign-in'
import { clearSignIn, writeSignIn } from '@/lib/auth/sign-in-cookies'
import { refuseCrossSite } from '@/lib/server-action/same-origin'

/** What the form shows after a try that failed. */
export type SignInState = { email: string; error: string | null }

export async function signInAction(_previous: SignInState, form: FormData): Promise<SignInState> {
  await refuseCrossSite()
  const email = String(form.get('email') ?? '').slice(0, 320)
  const input = SignInInput.safeParse({ email, password: form.get('password'), keep: form.get('keep') === 'on' })
  if (!input.success) return refuse(email, { code: 'wrong' })
  const head = await headers()
  const result = await signIn({
    ...input.data,
    address: clientAddress(head),
    isKnownDevice: isKnownDevice((await cookies()).get(deviceCookieName)?.value, input.data.email),
    userAgent: head.get('user-agent'),
  })
  if (!result.ok) return refuse(email, result.error)
  await writeSignIn(result.value)
  redirect(adminPath(form.get('callbackUrl')))
}

// Refreshing ends the action's phase: else `next dev` fails to render the page for a form sent before JavaScript loaded.
function refuse(email: string, error: SignInError): SignInState {
  refresh()
  return { email, error: signInErrorText(error) }
}

export async function signOutAction(): Promise<void> {
  await refuseCrossSite()
  await clearSignIn()
  redirect('/sign-in')
}
