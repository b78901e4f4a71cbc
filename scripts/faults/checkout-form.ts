import type { ProviderId } from '@/lib/payments/contract/provider-id'

/** A checkout as a browser without JavaScript makes it: the page is read, its form filled in and sent. */

const FIELDS = {
  email: 'ada@example.com',
  name: 'Ada Lovelace',
  line1: '12 Harbour Lane',
  line2: '',
  city: 'Bristol',
  region: '',
  postalCode: 'BS1 4XX',
  country: 'GB',
  discountCode: '',
}

const ENTITIES: Record<string, string> = { '&quot;': '"', '&#x27;': "'", '&lt;': '<', '&gt;': '>', '&amp;': '&' }

const decode = (text: string) => text.replace(/&(?:quot|#x27|lt|gt|amp);/g, (entity) => ENTITIES[entity] ?? entity)

function hiddenFields(html: string): [string, string][] {
  return [...html.matchAll(/<input type="hidden"[^>]*>/g)].map(([input]) => {
    const read = (name: string) => decode(new RegExp(` ${name}="([^"]*)"`).exec(input)?.[1] ?? '')
    return [read('name'), read('value')]
  })
}

export type Pressed = {
  /** Of the payment page; null when the shop answered without one. */
  url: string | null
  status: number
  text: string
  /** From pressing Pay to the answer. */
  tookMs: number
}

const headersFor = (cartToken: string) => ({ cookie: `pocketshop_cart=${cartToken}` })

/** Reads the page and fills in its form. */
export async function fillCheckoutForm(
  origin: string,
  cartToken: string,
  provider: ProviderId = 'pocketsflow',
): Promise<FormData> {
  const page = await fetch(`${origin}/checkout`, {
    headers: headersFor(cartToken),
    signal: AbortSignal.timeout(10_000),
  })
  const form = new FormData()
  for (const [name, value] of hiddenFields(await page.text())) form.append(name, value)
  for (const [name, value] of Object.entries({ ...FIELDS, provider })) form.append(name, value)
  return form
}

/** Presses Pay. Rejects when no answer came. */
export async function pressPay(origin: string, cartToken: string, form: FormData): Promise<Pressed> {
  const pressedAt = performance.now()
  const answer = await fetch(`${origin}/checkout`, {
    method: 'POST',
    headers: { ...headersFor(cartToken), origin, 'sec-fetch-site': 'same-origin' },
    body: form,
    redirect: 'manual',
    signal: AbortSignal.timeout(15_000),
  })
  const text = await answer.text()
  const tookMs = Math.round(performance.now() - pressedAt)
  return { url: answer.headers.get('location'), status: answer.status, text, tookMs }
}

/** Reads the page, fills in its form and presses Pay. Rejects when no answer came. */
export const sendCheckoutForm = async (origin: string, cartToken: string, provider?: ProviderId): Promise<Pressed> =>
  pressPay(origin, cartToken, await fillCheckoutForm(origin, cartToken, provider))
