import 'server-only'
import pino from 'pino'
import { env } from './env'

let logger: pino.Logger | undefined

/** What an error says of itself; drivers hang whole connections on theirs. */
function describeError(error: unknown) {
  if (!(error instanceof Error)) return { message: String(error) }
  const { name, message, stack, cause } = error
  const { code } = error as { code?: unknown }
  return { name, message, code, stack, cause: cause instanceof Error ? cause.message : undefined }
}

/**
 * JSON lines on standard output. Fields name things (orderNumber, provider, eventId); bodies, headers, e-mails and
 * secrets are never passed in.
 */
export function log(): pino.Logger {
  logger ??= pino({
    level: env().LOG_LEVEL,
    base: null,
    timestamp: pino.stdTimeFunctions.isoTime,
    serializers: { err: describeError },
  })
  return logger
}
