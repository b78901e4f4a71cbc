import 'server-only'
import { createHash } from 'node:crypto'
import { promisify } from 'node:util'
import { brotliCompress, constants, gzip } from 'node:zlib'
import type { Encoding } from './conditional'
import { hashInlineScripts } from './hashed-scripts'
import { contentSecurityPolicy } from './security-headers'

/** A static page as it goes out: everything that follows from its text alone, worked out once. */
export type KeptAnswer = {
  body: Buffer
  /** Weak, because it names the text and not how that is compressed. */
  etag: string
  policy: string
  compressed: Map<Encoding, Promise<Buffer>>
}

const KEPT_BYTES = 32 * 1024 * 1024
// Far better than what could be spent at each request, far quicker than the slowest.
const BROTLI_QUALITY = 8

const compressors: Record<Encoding, (body: Buffer) => Promise<Buffer>> = {
  br: (body) => promisify(brotliCompress)(body, { params: { [constants.BROTLI_PARAM_QUALITY]: BROTLI_QUALITY } }),
  gzip: promisify<Buffer, Buffer>(gzip),
}

// By the text itself: a refreshed page is another text, so what is kept can never be older than what the framework sent.
// As long as that is the very same string, finding it costs nothing.
const answers = new Map<string, KeptAnswer>()
let keptBytes = 0

/** What is known of a page that is the same for everyone; 32 MiB of pages at most are remembered. */
export function keepAnswer(text: string): KeptAnswer {
  const known = answers.get(text)
  if (known) return known
  const body = Buffer.from(text)
  const digest = createHash('sha256').update(body).digest('base64url')
  const policy = contentSecurityPolicy(hashInlineScripts(text))
  const answer = { body, etag: `W/"${digest}"`, policy, compressed: new Map() }
  answers.set(text, answer)
  keptBytes += body.length
  forgetOldest()
  return answer
}

function forgetOldest(): void {
  for (const [text, { body }] of answers) {
    if (keptBytes <= KEPT_BYTES) return
    answers.delete(text)
    keptBytes -= body.length
  }
}

/** The page in this encoding, compressed the first time that somebody asks. */
export function compressAnswer({ body, compressed }: KeptAnswer, encoding: Encoding): Promise<Buffer> {
  const known = compressed.get(encoding)
  if (known) return known
  const made = compressors[encoding](body)
  compressed.set(encoding, made)
  return made
}
