import type { JsonObject } from '../../exchange'
import { EVENT_TYPES } from '../model'

/** The control page's form of the dashboard, as the fields that a program would send. */
export function dashboardForm(fields: JsonObject): JsonObject {
  const text = (name: string) => String(fields[name] ?? '').trim()
  const words = (name: string) =>
    text(name)
      .split(/[\s,]+/)
      .filter(Boolean)
  const events = EVENT_TYPES.filter((event) => fields[`event-${event}`] !== undefined)
  return {
    mode: text('mode') || 'staging',
    webhook: text('webhookUrl') === '' ? null : { url: text('webhookUrl'), secret: text('webhookSecret'), events },
    redirectUrl: text('redirectUrl') || null,
    redirectParameters: words('redirectParameters'),
    customFields: words('customFields'),
    storePublished: fields.storePublished !== undefined,
    storeApproved: fields.storeApproved !== undefined,
  }
}
