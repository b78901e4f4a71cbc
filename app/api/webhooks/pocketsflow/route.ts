import { after } from 'next/server'
import { systemClock } from '@/lib/clock'
import { findReadyGateway } from '@/lib/payments/registry'
import { answerWebhook } from '@/lib/webhooks/answer-webhook'

export async function POST(request: Request): Promise<Response> {
  const gateway = await findReadyGateway('pocketsflow')
  return answerWebhook(request, { gateway, clock: systemClock, afterAnswer: after })
}
