import 'server-only'
import type { Clock } from '@/lib/clock'
import { log } from '@/lib/log'
import type { PaymentGateway } from '@/lib/payments/gateway'
import { confirmByApi } from './confirm-by-api'
import type { StoredEvent } from './inbox'
import { processEvent } from './process-event'
import { readCapped } from './read-capped'
import { receiveWebhook } from './receive-webhook'
import { countRefusal } from './refused-deliveries'

export type AnswerDeps = {
  gateway: PaymentGateway | null
  clock: Clock
  /** Runs work once the answer is out. */
  afterAnswer: (work: () => Promise<void>) => void
}

const maxBodyBytes = 256 * 1024

/** The sender is promised an answer within 4.5 s, however slow the database is. */
const answerWithinMs = 4_000
const settleWithinMs = 1_500

/** The reason stands beside the status: a body is a fifth of what refusing a forged delivery costs. */
const answer = (status: number, reason: string) => new Response(null, { status, statusText: reason })

async function confirmLater(event: StoredEvent, gateway: PaymentGateway, clock: Clock): Promise<void> {
  try {
    await confirmByApi(event, { gateway, clock })
  } catch (error) {
    log().warn({ err: error, eventId: event.id }, 'an event is left for later')
  }
}

type Next = Awaited<ReturnType<typeof processEvent>> | 'later'

async function processSafely(event: StoredEvent, gateway: PaymentGateway, clock: Clock): Promise<Next> {
  try {
    return await processEvent(event, { gateway, clock })
  } catch (error) {
    log().warn({ err: error, eventId: event.id }, 'a stored event is left to the worker')
    return 'later'
  }
}

/** What settlement came to, or `late` when the answer can wait no longer; it goes on behind the answer then. */
async function waitFor(working: Promise<Next>, timeoutMs: number): Promise<Next | 'late'> {
  let timer: NodeJS.Timeout | undefined
  const late = new Promise<'late'>((resolve) => {
    timer = setTimeout(resolve, timeoutMs, 'late')
  })
  return Promise.race([working, late]).finally(() => clearTimeout(timer))
}

/**
 * One delivery, from bytes to answer. 200 as soon as the event is stored, whatever settlement does within its 1.5 s; what
 * it leaves undone the worker takes up. No provider call happens before the answer.
 */
export async function answerWebhook(request: Request, { gateway, clock, afterAnswer }: AnswerDeps): Promise<Response> {
  const startedAt = performance.now()
  const rawBody = await readCapped(request, maxBodyBytes)
  if (rawBody === null) {
    if (gateway) countRefusal(gateway.id, 'too_large', clock.now())
    return answer(413, 'The body is larger than 256 KiB.')
  }
  const received = await receiveWebhook(gateway, { rawBody, headers: request.headers }, clock)
  const { event } = received
  if (gateway && event) {
    const working = processSafely(event, gateway, clock)
    const remainingMs = Math.max(0, answerWithinMs - (performance.now() - startedAt))
    const next = await waitFor(working, Math.min(settleWithinMs, remainingMs))
    if (next === 'confirm' || next === 'late') {
      afterAnswer(async () => {
        if ((await working) === 'confirm') await confirmLater(event, gateway, clock)
      })
    }
  }
  return answer(received.status, received.message)
}
