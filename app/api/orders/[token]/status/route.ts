import { findPublicStatus } from '@/lib/orders/shopper-queries'
import { isOrderTokenShaped } from '@/lib/orders/tokens'
import { createRateWindow } from '@/lib/shared/rate-window'
import { noDatabase, statusAnswer, tooMany, unknownOrder } from '../../answers'

const polls = createRateWindow({ max: 10, windowMs: 1_000, maxKeys: 10_000 })

export async function GET(_request: Request, { params }: { params: Promise<{ token: string }> }): Promise<Response> {
  const { token } = await params
  if (!isOrderTokenShaped(token)) return unknownOrder()
  const verdict = polls.take(token, Date.now())
  if (!verdict.allowed) return tooMany(verdict)
  try {
    const found = await findPublicStatus(token)
    return found ? statusAnswer(found) : unknownOrder()
  } catch (error) {
    return noDatabase(error)
  }
}
