import 'server-only'
import { rows, sql } from '@/lib/db'
import type { Mode, ProviderId } from '@/lib/payments/contract/provider-id'
import { providerName } from '@/lib/payments/providers'
import { activeMode } from '@/lib/payments/registry'
import type { RescueItem } from './model'

type Drifted = { provider: ProviderId; mode: Mode; count: number; name: string; since: Date }

const sentence = ({ count, name }: Drifted): string => {
  const what = count === 1 ? `“${name}” is` : `${count} products, “${name}” among them, are`
  return `${what} not sold through this provider, because price, currency, kind or state differ there.`
}

/** One item for each provider with which published products disagree: they are not sold meanwhile. Reads only. */
export async function findDrifts(): Promise<RescueItem[]> {
  const found = await rows<Drifted>(sql`
    select m.provider, m.mode, count(*)::int as count, min(p.name) as name, min(m.checked_at) as since
    from variant_mappings m join variants v on v.id = m.variant_id join products p on p.id = v.product_id
    where m.state = 'drifted' and p.status = 'published' and m.checked_at is not null
      and m.mode = ${activeMode()}::payment_mode
    group by m.provider, m.mode order by m.provider`)
  return found.map((drifted) => ({
    key: `drift:${drifted.provider}:${drifted.mode}`,
    kind: 'drift',
    subject: `${providerName(drifted.provider)}, ${drifted.mode}`,
    orderNumber: null,
    since: drifted.since,
    atRisk: null,
    sentence: sentence(drifted),
    action: { do: 'open', path: '/admin/catalogue#differs', text: 'See the cures' },
    attachable: null,
  }))
}
