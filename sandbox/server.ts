import type { IncomingMessage, ServerResponse } from 'node:http'
import { type Listening, listen } from './listen'
import type { Played } from './origin'
import { PROVIDERS } from './providers'
import { openStore } from './store'

export type SandboxOptions = {
  /** Of Pocketsflow; the others take the next ones. 0 takes free ones. */
  port: number
  /** Where the state is kept; null keeps it in memory only. */
  dataDir: string | null
  /** The only keys that are accepted; without them any with a known prefix. */
  apiKeys?: string[]
  /** Addresses to listen on; IPv4 and IPv6 loopback by default. */
  hosts?: readonly string[]
}

/** `url` and `port` are Pocketsflow's; `urls` has the origin of every provider, by its id. */
export type RunningSandbox = { url: string; port: number; urls: Record<string, string>; stop(): Promise<void> }

const LOOPBACK = ['127.0.0.1', '::1'] as const

type Door = { id: string; name: string; listening: Listening; url: string; admit(played: Played): void }

/** Starts the sandbox, each provider at its own origin; rejects when a port is taken. */
export async function startSandbox(options: SandboxOptions): Promise<RunningSandbox> {
  const doors: Door[] = []
  const closeDoors = () => Promise.all(doors.map(({ listening }) => listening.close()))
  try {
    for (const { id, name, offset } of PROVIDERS) {
      doors.push(await openDoor(id, name, { ...options, port: options.port === 0 ? 0 : options.port + offset }))
    }
    // The state is opened after the ports are ours: two sandboxes never write to one journal.
    const { end } = openBehind(doors, options)
    const [first] = doors
    return {
      url: first?.url ?? '',
      port: first?.listening.port ?? 0,
      urls: Object.fromEntries(doors.map(({ id, url }) => [id, url])),
      stop: () => end(closeDoors),
    }
  } catch (error) {
    await closeDoors()
    throw error
  }
}

async function openDoor(id: string, name: string, { hosts, port }: SandboxOptions): Promise<Door> {
  let played: Played | undefined
  const listening = await listen(hosts ?? LOOPBACK, port, (message: IncomingMessage, response: ServerResponse) => {
    if (played) played.handle(message, response)
    else response.writeHead(503).end()
  })
  const admit = (one: Played) => {
    played = one
  }
  return { id, name, listening, url: `http://localhost:${listening.port}`, admit }
}

function openBehind(doors: readonly Door[], { dataDir, apiKeys }: SandboxOptions) {
  const store = openStore(dataDir)
  const played = PROVIDERS.map((provider) => {
    const door = doors.find(({ id }) => id === provider.id)
    const neighbours = doors.filter((one) => one !== door)
    const one = provider.open({ store, apiKeys: apiKeys ?? null, origin: door?.url ?? '', neighbours })
    door?.admit(one)
    return one
  })
  return {
    async end(closeDoors: () => Promise<unknown>): Promise<void> {
      for (const one of played) one.stop()
      await closeDoors()
      store.close()
    },
  }
}
