import { after } from 'next/server'
import { systemClock } from '@/lib/clock'
import { findWebhookGateway } from '@/lib/payments/registry'
import { answerWebhook } from '@/lib/webhooks/answer-webhook'

export async function POST(request: Request): Promise<Response> {
  const gateway = await findWebhookGateway('fungies')
  return answerWebhook(request, { gateway, clock: systemClock, afterAnswer: after })
}
