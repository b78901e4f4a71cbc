import 'server-only'
import { type Clock, systemClock } from '@/lib/clock'
import { rows, sql } from '@/lib/db'
import { log } from '@/lib/log'
import { err, ok, type Result } from '@/lib/shared/result'
import type { Merchant, SignInError } from './model'
import { PasswordCheckBusyError, verifyPassword } from './passwords'
import { openSession } from './sessions'
import { countTry, forgetFailures, peekWait, type SignInTry } from './throttle'

/** A try to sign in, with what throttling goes by. */
export type SignInRequest = {
  email: string
  password: string
  /** True: the session lasts 7 days instead of 12 hours. */
  keep: boolean
  address: string
  isKnownDevice: boolean
  userAgent: string | null
}

/** Who signed in, and until when. */
export type SignedIn = { merchant: Merchant; expiresAt: Date }

/**
 * The only way into the back office: throttle, password, new session. An unknown e-mail and a wrong password give the
 * same answer after the same time. Every failure is counted before the password is looked at.
 */
export async function signIn(
  request: SignInRequest,
  clock: Clock = systemClock,
): Promise<Result<SignedIn, SignInError>> {
  const email = request.email.trim().toLowerCase()
  const attempt = { email, address: request.address, isKnownDevice: request.isKnownDevice, at: clock.now() }
  const waitMs = await countTry(attempt)
  if (waitMs > 0) return throttled(waitMs)
  const found = await findMerchant(email)
  const isRight = await isPasswordRight(request.password, found?.passwordHash ?? null)
  if (isRight === 'busy') return err({ code: 'busy' })
  if (!found || !isRight) return refuse({ ...attempt, at: clock.now() })
  const session = await openSession({
    ...request,
    merchantId: found.id,
    passwordHash: found.passwordHash,
    at: attempt.at,
  })
  if (!session) return refuse(attempt)
  await forgetFailures(attempt)
  const { passwordHash: _, ...merchant } = found
  return ok({ merchant: { ...merchant, sessionId: session.sessionId }, expiresAt: session.expiresAt })
}

type StoredMerchant = Omit<Merchant, 'sessionId'> & { passwordHash: string }

async function findMerchant(email: string): Promise<StoredMerchant | null> {
  const [merchant] = await rows<StoredMerchant>(
    sql`select id, email, name, role, password_hash as "passwordHash" from merchants where email = ${email}`,
  )
  return merchant ?? null
}

async function isPasswordRight(password: string, passwordHash: string | null): Promise<boolean | 'busy'> {
  try {
    return await verifyPassword(password, passwordHash)
  } catch (error) {
    if (error instanceof PasswordCheckBusyError) return 'busy'
    throw error
  }
}

// The failure that closes a door already says how long to wait.
async function refuse(attempt: SignInTry): Promise<Result<SignedIn, SignInError>> {
  const waitMs = await peekWait(attempt)
  return waitMs > 0 ? throttled(waitMs) : err({ code: 'wrong' })
}

function throttled(waitMs: number): Result<SignedIn, SignInError> {
  log().warn({ waitMs }, 'sign-ins are being refused: too many failed')
  return err({ code: 'throttled', waitMs })
}
