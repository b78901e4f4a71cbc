import { setTimeout as sleep } from 'node:timers/promises'
import { startCheckout } from '@/lib/checkout/start-checkout'
import { systemClock } from '@/lib/clock'
import { rows, sql } from '@/lib/db'
import type { ProviderId } from '@/lib/payments/contract/provider-id'
import { hashToken, newToken } from '@/lib/shared/token'
import { Failure } from '../processes/failure'
import type { Providers } from './provider'

/** What is sold: enough of it that nobody goes without. */
const STOCK = 5_000

export type OpenPage = { number: number; url: string; provider: ProviderId }

const CONTACT = {
  email: 'ada@example.com',
  name: 'Ada Lovelace',
  address: { line1: '12 Harbour Lane', line2: '', city: 'Bristol', region: '', postalCode: 'BS1 4XX', country: 'GB' },
  discountCode: null,
}

const PRESSES_AGAIN_MS = 3_000

type Goods = { variantId: number; priceMinor: number }

async function stockUp(): Promise<{ mapped: Goods; other: Goods }> {
  await rows(sql`update variants set stock = ${STOCK} where stock is not null`)
  const goods = await rows<Goods & { isMapped: boolean }>(sql`
    select distinct on (m.id is not null) v.id as "variantId", v.price_minor as "priceMinor", m.id is not null as "isMapped"
    from variants v join products p on p.id = v.product_id left join variant_mappings m on m.variant_id = v.id
    where p.kind = 'physical' and p.status = 'published' and v.stock is not null order by m.id is not null, v.id`)
  const mapped = goods.find(({ isMapped }) => isMapped)
  const other = goods.find(({ isMapped }) => !isMapped)
  if (!mapped || !other) throw new Failure('The catalogue has nothing to ship.')
  return { mapped, other }
}

/** Shoppers who place orders with the shop's own code and pay at the provider. */
export async function openShoppers(providers: Providers) {
  const { mapped, other } = await stockUp()

  async function fillCart({ variantId, priceMinor }: Goods, quantity = 1): Promise<string> {
    const token = newToken()
    const at = systemClock.now()
    await rows(sql`
      with cart as (
        insert into carts (token_hash, created_at, updated_at) values (${hashToken(token)}, ${at}, ${at}) returning id)
      insert into cart_lines (cart_id, variant_id, quantity, seen_price_minor, added_at)
      select id, ${variantId}, ${quantity}::int, ${priceMinor}, ${at} from cart`)
    return token
  }

  const pressPay = (cartToken: string, provider: ProviderId) =>
    startCheckout({ cartToken, buyerToken: newToken(), provider, contact: CONTACT, clock: systemClock })

  /** An order with an open payment page of this provider. */
  async function openPage(provider: ProviderId = 'pocketsflow', quantity = 1): Promise<OpenPage> {
    const started = await pressPay(await fillCart(mapped, quantity), provider)
    if (!started.ok) throw new Failure(`No payment page was opened: ${started.error.code}.`)
    return { number: Number(started.value.orderNumber), url: started.value.url, provider }
  }

  /** The same by a shopper who is told that the provider is busy, and presses again a little later. */
  async function openPatiently(whenBusy: () => void): Promise<OpenPage> {
    const cartToken = await fillCart(mapped)
    for (;;) {
      const started = await pressPay(cartToken, 'pocketsflow')
      if (started.ok)
        return { number: Number(started.value.orderNumber), url: started.value.url, provider: 'pocketsflow' }
      if (started.error.code !== 'provider_busy') throw new Failure(`Pay led to ${started.error.code}.`)
      whenBusy()
      await sleep(PRESSES_AGAIN_MS)
    }
  }

  /** @returns the payment's id. */
  const pay = ({ provider, url }: OpenPage) => providers[provider].pay(url)

  return {
    initialStock: STOCK,
    openPage,
    openPatiently,
    pay,
    openPages: async (count: number, provider?: ProviderId): Promise<OpenPage[]> => {
      const pages: OpenPage[] = []
      while (pages.length < count) {
        const some = Array.from({ length: Math.min(5, count - pages.length) }, () => openPage(provider))
        pages.push(...(await Promise.all(some)))
      }
      return pages
    },
    /** A cart for a checkout over HTTP, for which a product is made at the provider. */
    fillCart: () => fillCart(other),
    /** Pays one page after the other, evenly over the time; the shop is told as fate will have it. */
    payOver: async (pages: readonly OpenPage[], overMs: number) => {
      for (const page of pages) {
        await pay(page)
        await sleep(overMs / pages.length)
      }
    },
    payAtOnce: (pages: readonly OpenPage[]) => Promise.all(pages.map(pay)),
  }
}
