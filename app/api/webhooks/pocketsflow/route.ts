import { after } from 'next/server'
import { systemClock } from '@/lib/clock'
import { findReadyGateway } from '@/lib/payments/registry'
import { answerWebhook } from '@/lib/webhooks/answer-webhook'

export async function POST(request: Request): Promise<Response> {
  return answerWebhook(request, { gateway: findReadyGateway('pocketsflow'), clock: systemClock, afterAnswer: after })
}
