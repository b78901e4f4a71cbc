import { systemClock } from '@/lib/clock'
import { findDownloadFile, type StoredFile } from '@/lib/downloads/queries'
import { attachmentHeader, openStoredFile } from '@/lib/downloads/read-file'
import { readDownloadLink } from '@/lib/downloads/signed-link'
import { log } from '@/lib/log'

type RouteContext = { params: Promise<{ link: string }> }

const unavailable = () =>
  new Response(null, { status: 303, headers: { Location: '/downloads/unavailable', 'Cache-Control': 'no-store' } })

const fileHeaders = (file: StoredFile) => ({
  'Content-Type': file.contentType,
  'Content-Length': String(file.byteLength),
  'Content-Disposition': attachmentHeader(file.fileName),
  'Cache-Control': 'private, no-store',
  'X-Content-Type-Options': 'nosniff',
  'X-Robots-Tag': 'noindex',
  'Referrer-Policy': 'no-referrer',
})

async function findFile({ params }: RouteContext): Promise<StoredFile | null> {
  const orderLineId = readDownloadLink((await params).link, systemClock.now())
  return orderLineId === null ? null : findDownloadFile(orderLineId)
}

/** The bytes behind a signed link; a lapsed or forged one leads to a page that says what to do. */
export async function GET(_request: Request, context: RouteContext): Promise<Response> {
  const file = await findFile(context)
  if (!file) return unavailable()
  const bytes = await openStoredFile(file)
  if (bytes) return new Response(bytes, { headers: fileHeaders(file) })
  log().error({ storageKey: file.storageKey }, 'a sold file is not under DATA_DIR/files')
  return unavailable()
}

export async function HEAD(_request: Request, context: RouteContext): Promise<Response> {
  const file = await findFile(context)
  return file ? new Response(null, { headers: fileHeaders(file) }) : unavailable()
}
