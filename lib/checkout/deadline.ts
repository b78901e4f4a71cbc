import type { GatewayError } from '@/lib/payments/contract/gateway-error'
import { err, type Result } from '@/lib/shared/result'

/**
 * The provider's answer, or `timeout` after `timeoutMs`. The call itself may go on and take effect, so the error is
 * ambiguous; whoever waits for it must not act on a late answer.
 */
export async function withinDeadline<Value>(
  call: Promise<Result<Value, GatewayError>>,
  timeoutMs: number,
): Promise<Result<Value, GatewayError>> {
  let timer: NodeJS.Timeout | undefined
  const late = new Promise<Result<Value, GatewayError>>((resolve) => {
    const error: GatewayError = {
      code: 'timeout',
      detail: `no answer within ${Math.round(timeoutMs)} ms`,
      ambiguous: true,
    }
    timer = setTimeout(() => resolve(err(error)), timeoutMs)
  })
  return Promise.race([call, late]).finally(() => clearTimeout(timer))
}
