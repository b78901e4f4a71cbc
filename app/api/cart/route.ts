import { keepCartToken, readCartToken } from '@/lib/cart/cart-cookie'
import { countCartItems } from '@/lib/cart/queries'

/** How many items this browser's cart holds, for the header of static pages; a cart that is looked at is kept longer. */
export async function GET(): Promise<Response> {
  const token = await readCartToken()
  const count = token ? await countCartItems(token) : 0
  if (token && count > 0) await keepCartToken(token)
  return Response.json({ count }, { headers: { 'Cache-Control': 'no-store' } })
}
