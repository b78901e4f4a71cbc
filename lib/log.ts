import 'server-only'
import pino from 'pino'
import { env } from './env'

let logger: pino.Logger | undefined

/**
 * JSON lines on standard output. Fields name things (orderNumber, provider, eventId); bodies, headers, e-mails and
 * secrets are never passed in.
 */
export function log(): pino.Logger {
  logger ??= pino({ level: env().LOG_LEVEL, base: null, timestamp: pino.stdTimeFunctions.isoTime })
  return logger
}
