import 'server-only'
import pg from 'pg'
import { catalogueChannel, tagsOfAnnouncement } from '@/lib/catalog/announce'
import { env } from '@/lib/env'
import { log } from '@/lib/log'

const FIRST_WAIT_MS = 200
const LONGEST_WAIT_MS = 5_000

type Refresh = (tags: string[]) => Promise<void>

export type CatalogueFollower = { stop(): Promise<void> }

/**
 * Hears every announced change of the catalogue and refreshes this process's pages. What was announced while the
 * connection was down is not known, so everything is refreshed after each reconnect.
 */
export async function followCatalogue(refresh: Refresh): Promise<CatalogueFollower> {
  let client: pg.Client | null = null
  let timer: NodeJS.Timeout | undefined
  let waitMs = FIRST_WAIT_MS
  let stopped = false

  const apply = (tags: string[]) =>
    refresh(tags).catch((error: unknown) => {
      log().error({ err: error, tags }, 'pages could not be refreshed; trying everything again')
      reconnectLater()
    })

  const reconnectLater = () => {
    client?.removeAllListeners('end')
    client?.end().catch(() => undefined)
    client = null
    if (stopped) return
    clearTimeout(timer)
    timer = setTimeout(() => void connect().catch(reconnectLater), waitMs)
    waitMs = Math.min(waitMs * 2, LONGEST_WAIT_MS)
  }

  const connect = async () => {
    client = await listen((payload) => void apply(tagsOfAnnouncement(payload)), reconnectLater)
    await refresh(['*'])
    waitMs = FIRST_WAIT_MS
  }

  await connect()
  return {
    stop: async () => {
      stopped = true
      clearTimeout(timer)
      client?.removeAllListeners('end')
      await client?.end()
    },
  }
}

async function listen(onPayload: (payload: string) => void, onLost: () => void): Promise<pg.Client> {
  const client = new pg.Client({
    connectionString: env().DATABASE_URL,
    application_name: 'pocketshop catalogue',
    connectionTimeoutMillis: 5_000,
    keepAlive: true,
  })
  client.on('error', (error) => log().warn({ err: error }, 'the connection that hears catalogue changes broke'))
  await client.connect()
  client.once('end', onLost)
  client.on('notification', ({ payload }) => onPayload(payload ?? ''))
  await client.query(`listen ${catalogueChannel}`)
  return client
}
