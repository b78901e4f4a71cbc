import { isObject, type JsonObject, Refusal } from '../exchange'
import { isWebUrl, optionalChoice, optionalFlag, optionalText, optionalTexts } from '../fields'
import { type Dashboard, EVENT_TYPES, type EventType } from './model'
import type { World } from './world'

const FRESH: Dashboard = {
  _id: 'dashboard',
  mode: 'staging',
  currency: 'USD',
  webhook: null,
  redirectUrl: null,
  redirectParameters: ['fngs-order-id', 'fngs-user-email', 'fngs-product-internal-id'],
  storePublished: true,
  storeApproved: true,
  customFields: [],
}

/** The merchant's settings as they are. */
export function dashboardOf({ books }: World): Dashboard {
  return books.dashboard.get(FRESH._id) ?? FRESH
}

/** Sets some of them, as the merchant does by hand; `webhook: null` removes the webhook. */
export function changeDashboard(world: World, fields: JsonObject): Dashboard {
  const now = dashboardOf(world)
  return world.books.dashboard.put({
    _id: now._id,
    mode: optionalChoice(fields, 'mode', ['staging', 'live']) ?? now.mode,
    currency: (optionalText(fields, 'currency') ?? now.currency).toUpperCase(),
    webhook: webhookFrom(fields, now),
    redirectUrl: fields.redirectUrl === null ? null : urlFrom(optionalText(fields, 'redirectUrl') ?? now.redirectUrl),
    redirectParameters: optionalTexts(fields, 'redirectParameters') ?? now.redirectParameters,
    storePublished: optionalFlag(fields, 'storePublished') ?? now.storePublished,
    storeApproved: optionalFlag(fields, 'storeApproved') ?? now.storeApproved,
    customFields: optionalTexts(fields, 'customFields') ?? now.customFields,
  })
}

function webhookFrom({ webhook }: JsonObject, now: Dashboard): Dashboard['webhook'] {
  if (webhook === undefined) return now.webhook
  if (webhook === null) return null
  if (!isObject(webhook)) throw invalid('webhook must be an object or null.')
  const url = urlFrom(optionalText(webhook, 'url') ?? now.webhook?.url ?? null)
  if (url === null) throw invalid('webhook.url is required.')
  const events = optionalTexts(webhook, 'events') ?? now.webhook?.events ?? [...EVENT_TYPES]
  const unknown = events.find((event) => !EVENT_TYPES.some((known) => known === event))
  if (unknown !== undefined) throw invalid(`There is no event “${unknown}”.`)
  return { url, secret: optionalText(webhook, 'secret') ?? now.webhook?.secret ?? '', events: events as EventType[] }
}

function urlFrom(url: string | null): string | null {
  if (url !== null && !isWebUrl(url)) throw invalid(`“${url}” is not a web address.`)
  return url
}

const invalid = (message: string) => new Refusal(400, 'VALIDATION_ERROR', message)
