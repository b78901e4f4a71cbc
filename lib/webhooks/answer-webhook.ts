import 'server-only'
import type { Clock } from '@/lib/clock'
import { log } from '@/lib/log'
import type { Delivery } from '@/lib/payments/contract/events'
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
/** Beyond so many at once they are only stored and answered: settled in their requests, they would keep the next waiting. */
const mostAtOnce = 32
let underWay = 0

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

/** Stores what is authentic, and settles what can be settled before the answer has to go. */
async function takeIn(delivery: Delivery, startedAt: number, deps: AnswerDeps): Promise<Response> {
  const { gateway, clock, afterAnswer } = deps
  const isLeftToWorker = underWay > mostAtOnce
  const { event, status, message } = await receiveWebhook(gateway, delivery, { clock, isLeftToWorker })
  if (gateway && event && !isLeftToWorker) {
    const working = processSafely(event, gateway, clock)
    const remainingMs = Math.max(0, answerWithinMs - (performance.now() - startedAt))
    const next = await waitFor(working, Math.min(settleWithinMs, remainingMs))
    if (next === 'confirm' || next === 'late') {
      afterAnswer(async () => {
        if ((await working) === 'confirm') await confirmLater(event, gateway, clock)
      })
    }
  }
  return answer(status, message)
}

/**
 * One delivery, from bytes to answer. 200 as soon as the event is stored, whatever settlement does within its 1.5 s; what
 * it leaves undone, and what comes in a crowd, the worker takes up. No provider call happens before the answer.
 */
export async function answerWebhook(request: Request, deps: AnswerDeps): Promise<Response> {
  const startedAt = performance.now()
  const rawBody = await readCapped(request, maxBodyBytes)
  if (rawBody === null) {
    if (deps.gateway) countRefusal(deps.gateway.id, 'too_large', deps.clock.now())
    return answer(413, 'The body is larger than 256 KiB.')
  }
  underWay += 1
  return takeIn({ rawBody, headers: request.headers }, startedAt, deps).finally(() => {
    underWay -= 1
  })
}
