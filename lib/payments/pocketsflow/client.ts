import 'server-only'
import { Pocketsflow, PocketsflowError } from 'pocketsflow'
import type { GatewayError } from '@/lib/payments/contract/gateway-error'
import type { CallMeter } from '@/lib/payments/contract/surroundings'
import { requestJson } from '@/lib/payments/http'

export type PocketsflowConfig = {
  apiKey: string
  /** An origin: the SDK's paths begin at its root. */
  apiUrl: string
  /** Every secret that may have signed a delivery; a function where they change while the shop runs. */
  webhookSecrets: readonly string[] | (() => readonly string[])
  /** For one operation of the gateway, whatever number of calls it takes. */
  timeoutMs?: number
  /** Asked before each call. */
  meter?: CallMeter
}

type ClientOptions = { apiKey: string; apiUrl: string; deadline: AbortSignal; maxBytes?: number; meter?: CallMeter }
type RequestOptions = { body?: unknown; params?: Record<string, unknown> }

/** A call that failed, with the failure in our words. */
export class PocketsflowCallError extends PocketsflowError {
  constructor(readonly failure: GatewayError) {
    super(failure.detail, failure.code)
  }
}

/**
 * The official SDK (1.2.1: its paths and types) on a transport of ours: one deadline with the body in it, no redirects,
 * a size limit. Answers are not checked here. @throws PocketsflowCallError
 */
export class PocketsflowClient extends Pocketsflow {
  readonly #options: ClientOptions

  constructor(options: ClientOptions) {
    super({ apiKey: options.apiKey, baseUrl: options.apiUrl })
    this.#options = options
  }

  override async request<Answer>(method: string, path: string, options: RequestOptions = {}): Promise<Answer> {
    const { apiKey, deadline, maxBytes, meter } = this.#options
    const reply = await requestJson({
      method,
      url: this.#urlOf(path, options.params ?? {}),
      headers: { authorization: `Bearer ${apiKey}`, 'content-type': 'application/json', accept: 'application/json' },
      body: options.body,
      deadline,
      ...(maxBytes && { maxBytes }),
      ...(meter && { meter }),
    })
    if (!reply.ok) throw new PocketsflowCallError(reply.error)
    return reply.value as Answer
  }

  #urlOf(path: string, params: Record<string, unknown>): URL {
    const url = new URL(path, this.#options.apiUrl)
    if (url.origin !== new URL(this.#options.apiUrl).origin) throw new Error(`${path} leaves the API's origin`)
    for (const [name, value] of Object.entries(params)) {
      if (value !== undefined && value !== null) url.searchParams.append(name, String(value))
    }
    return url
  }
}
