import { z } from 'zod'

/** Words and rules around signing in; safe in the browser. */

export type MerchantRole = 'owner' | 'staff'

/** A signed-in merchant, as pages and use cases see them. */
export type Merchant = { id: number; email: string; name: string; role: MerchantRole; sessionId: string }

/** What only some roles may do; everything else in the back office is for every merchant. */
const permissions = { mark_paid: ['owner'], register_webhook: ['owner'] } as const satisfies Record<
  string,
  readonly MerchantRole[]
>

/** What only some merchants may do. */
export type Permission = keyof typeof permissions

/** Whether a merchant's role carries a permission. */
export const may = (merchant: Pick<Merchant, 'role'>, permission: Permission): boolean =>
  (permissions[permission] as readonly MerchantRole[]).includes(merchant.role)

/** Longest accepted password; longer ones are refused before any work is done for them. */
export const maxPasswordLength = 1_000
/** Shortest password that a merchant may choose. */
export const minPasswordLength = 8

/** What the sign-in form sends. `keep`: stay signed in for 7 days. */
export const SignInInput = z.object({
  email: z.string().trim().toLowerCase().max(320).pipe(z.email()),
  password: z.string().min(1).max(maxPasswordLength),
  keep: z.boolean().default(false),
})
export type SignInInput = z.infer<typeof SignInInput>

/** Why nobody was signed in. A wrong password and an unknown e-mail are one answer. */
export type SignInError = { code: 'wrong' | 'busy' } | { code: 'throttled'; waitMs: number }

/** A sign-in error in words. */
export function signInErrorText(error: SignInError): string {
  switch (error.code) {
    case 'wrong':
      return 'This e-mail and password do not match. Please check both and try again.'
    case 'busy':
      return 'Many sign-ins are being checked right now. Please try again in a few seconds.'
    case 'throttled':
      return `Too many sign-ins failed. Please try again in ${waitText(error.waitMs)}.`
  }
}

function waitText(waitMs: number): string {
  const minutes = Math.ceil(waitMs / 60_000)
  return minutes <= 1 ? 'a minute' : `${minutes} minutes`
}

/** The path a sign-in leads to: one of our own /admin paths, whatever was asked for. */
export function adminPath(asked: unknown): string {
  const fallback = '/admin/orders'
  if (typeof asked !== 'string' || !asked.startsWith('/admin') || asked.length > 2_000) return fallback
  const base = 'http://shop.invalid'
  if (!URL.canParse(asked, base)) return fallback
  const url = new URL(asked, base)
  const isOurs = url.origin === base && (url.pathname === '/admin' || url.pathname.startsWith('/admin/'))
  return isOurs ? `${url.pathname}${url.search}` : fallback
}
