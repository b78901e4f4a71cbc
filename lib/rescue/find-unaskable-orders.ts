import 'server-only'
import { rows, sql } from '@/lib/db'
import type { Mode, ProviderId } from '@/lib/payments/contract/provider-id'
import { providerName } from '@/lib/payments/providers'
import { activeMode, listAskable } from '@/lib/payments/registry'
import type { RescueItem } from './model'
import { modeMark } from './shown-modes'

type Unaskable = {
  id: number
  number: number
  mode: Mode
  currency: string
  totalMinor: number
  holdsStock: boolean
  since: Date
  askedAt: ProviderId[]
}

/** Of both modes, whichever the shop is in: what they hold is missing from the shelf. */
const readUnaskable = (at: Date) =>
  rows<Unaskable>(sql`
    select o.id, o.number, o.mode, o.currency, o.total_minor as "totalMinor", o.stock_state = 'held' as "holdsStock",
      least(o.hold_expires_at, o.expires_at) as since, lost.ids as "askedAt"
    from orders o cross join lateral (
      select array_agg(distinct a.provider::text) as ids from attempts a
      where a.order_id = o.id and a.url is not null and not (a.provider::text || ' ' || a.mode::text = any(${listAskable()}))) lost
    where lost.ids is not null and (o.status = 'awaiting_payment' and o.expires_at <= ${at}
      or o.status in ('awaiting_payment', 'failed') and o.stock_state = 'held' and o.hold_expires_at <= ${at})
    order by o.id`)

function toItem({ id, number, mode, currency, totalMinor, holdsStock, since, askedAt }: Unaskable): RescueItem {
  const names = new Intl.ListFormat('en').format(askedAt.map((one) => providerName(one)))
  const hold = holdsStock ? ' Its stock is held meanwhile.' : ''
  return {
    key: `unasked:${id}`,
    kind: 'unasked',
    subject: `Order ${number}${modeMark(mode)}`,
    orderNumber: number,
    since,
    atRisk: mode === 'test' && activeMode() === 'live' ? null : { amountMinor: totalMinor, currency },
    sentence: `Its time is over, and whether it was paid cannot be asked: ${names} opened a payment page for it and has no ${mode} key here.${hold} Set the key again, or look in the dashboard of ${names} and let the order go.`,
    action: { do: 'let_go', orderNumber: number, names },
    attachable: null,
  }
}

/**
 * Unpaid orders whose time is over and that a provider without keys opened a page for: they neither expire nor free their
 * stock by themselves, because nobody knows that they were not paid. Reads only.
 */
export const findUnaskableOrders = async (at: Date): Promise<RescueItem[]> => (await readUnaskable(at)).map(toItem)
