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
  /** From pressing Pay to the answer. */
  tookMs: number
}

/** Reads the page, fills in its form and presses Pay. Rejects when no answer came. */
export async function sendCheckoutForm(origin: string, cartToken: string): Promise<Pressed> {
  const headers = { cookie: `pocketshop_cart=${cartToken}` }
  const page = await fetch(`${origin}/checkout`, { headers, signal: AbortSignal.timeout(10_000) })
  const form = new FormData()
  for (const [name, value] of hiddenFields(await page.text())) form.append(name, value)
  for (const [name, value] of Object.entries(FIELDS)) form.append(name, value)
  const pressedAt = performance.now()
  const answer = await fetch(`${origin}/checkout`, {
    method: 'POST',
    headers: { ...headers, origin, 'sec-fetch-site': 'same-origin' },
    body: form,
    redirect: 'manual',
    signal: AbortSignal.timeout(15_000),
  })
  await answer.arrayBuffer()
  return { url: answer.headers.get('location'), tookMs: Math.round(performance.now() - pressedAt) }
}
