import { settledStatuses } from '@/lib/orders/model'
import { type FoundStatus, findPublicStatus } from '@/lib/orders/shopper-queries'
import { isOrderTokenShaped } from '@/lib/orders/tokens'
import { isSameOrigin } from '@/lib/server-action/same-origin'
import { createRateWindow } from '@/lib/shared/rate-window'
import { crossSite, noDatabase, seeOther, statusAnswer, tooMany, unknownOrder } from '../../answers'
import { askProvider } from '../../ask-provider'

const checks = createRateWindow({ max: 5, windowMs: 5_000, maxKeys: 10_000 })

/** The status after the provider was asked, if it may be; a form (no JavaScript) is sent back to the order's page. */
export async function POST(request: Request, { params }: { params: Promise<{ token: string }> }): Promise<Response> {
  if (!isSameOrigin(request.headers)) return crossSite()
  const { token } = await params
  if (!isOrderTokenShaped(token)) return unknownOrder()
  const verdict = checks.take(token, Date.now())
  if (!verdict.allowed) return isForm(request) ? seeOther(`/thank-you/${token}`) : tooMany(verdict)
  try {
    const found = await findCheckedStatus(token)
    if (!found) return unknownOrder()
    return isForm(request) ? seeOther(`/thank-you/${token}`) : statusAnswer(found)
  } catch (error) {
    return noDatabase(error)
  }
}

async function findCheckedStatus(token: string): Promise<FoundStatus | null> {
  const found = await findPublicStatus(token)
  if (!found || settledStatuses.includes(found.status)) return found
  await askProvider(found.orderId)
  return findPublicStatus(token)
}

const isForm = (request: Request) => request.headers.get('accept')?.includes('text/html') ?? false
