import { setTimeout as delay } from 'node:timers/promises'
import { revalidateTag } from 'next/cache'
import { z } from 'zod'
import { pageReadsEnded } from '@/lib/catalog/page-reads'
import { everythingTag } from '@/lib/catalog/tags'
import { sameBytes } from '@/lib/keyed-hash'
import { internalToken } from '@/lib/server/internal-token'

const Body = z.object({
  tags: z.array(z.string().min(1).max(256)).min(1).max(500),
  /** True: wait until what pages were reading when the change came has been read and stored, then expire it too. */
  afterReads: z.boolean().default(false),
})

const longestReadMs = 8_000

/** From the last read of a page to its being stored. */
const storingMs = 250

/** Expires cached pages of this process; only the process itself knows the bearer. `*` stands for everything. */
export async function POST(request: Request): Promise<Response> {
  const bearer = request.headers.get('authorization') ?? ''
  if (!sameBytes(Buffer.from(bearer), Buffer.from(`Bearer ${internalToken()}`)))
    return new Response(null, { status: 401 })
  const body = Body.safeParse(await request.json().catch(() => null))
  if (!body.success) return new Response(null, { status: 400 })
  if (body.data.afterReads) {
    await pageReadsEnded(longestReadMs)
    await delay(storingMs)
  }
  for (const tag of body.data.tags) revalidateTag(tag === '*' ? everythingTag : tag, { expire: 0 })
  return new Response(null, { status: 204 })
}
