import type { z } from 'zod'
import { err, ok, type Result } from '@/lib/shared/result'
import type { GatewayError } from './contract/gateway-error'

/**
 * A provider's answer in a known form, or `unreadable` with the place that is not; unknown fields are the schema's affair. What a
 * changing call answered so may have happened: it is `ambiguous`. Pure.
 */
export function readAnswer<Value>(
  schema: z.ZodType<Value>,
  answer: unknown,
  { changesSomething }: { changesSomething: boolean },
): Result<Value, GatewayError> {
  const parsed = schema.safeParse(answer)
  if (parsed.success) return ok(parsed.data)
  const where = parsed.error.issues[0]?.path.join('.') || 'as a whole'
  return err({
    code: 'unreadable',
    detail: `The answer is not of a known form (${where}).`,
    ...(changesSomething && { ambiguous: true }),
  })
}

/** What is absent is a value here, not a failure. Pure. */
export function absentIs<Value, Absent>(
  absent: Absent,
  answer: Result<Value, GatewayError>,
): Result<Value | Absent, GatewayError> {
  return !answer.ok && answer.error.code === 'not_found' ? ok(absent) : answer
}
