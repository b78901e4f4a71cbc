import type { IncomingMessage, ServerResponse } from 'node:http'
import { createApp } from './app'
import { listen } from './listen'

export type SandboxOptions = {
  /** 0 takes a free one. */
  port: number
  /** Where the state is kept; null keeps it in memory only. */
  dataDir: string | null
  /** The only keys that are accepted; without them any `pk_test_…` and `pk_live_…`. */
  apiKeys?: string[]
  /** Addresses to listen on; IPv4 and IPv6 loopback by default. */
  hosts?: readonly string[]
}

export type RunningSandbox = { url: string; port: number; stop(): Promise<void> }

const LOOPBACK = ['127.0.0.1', '::1'] as const

/** Starts the sandbox; rejects when the port is taken. */
export async function startSandbox(options: SandboxOptions): Promise<RunningSandbox> {
  let handle: ((message: IncomingMessage, response: ServerResponse) => void) | undefined
  const listening = await listen(options.hosts ?? LOOPBACK, options.port, (message, response) => {
    if (handle) handle(message, response)
    else response.writeHead(503).end()
  })
  const url = `http://localhost:${listening.port}`
  // The state is opened after the port is ours: two sandboxes never write to one journal.
  const app = await openApp(options, url).catch(async (error: unknown) => {
    await listening.close()
    throw error
  })
  handle = app.handle
  return {
    url,
    port: listening.port,
    async stop() {
      app.stop()
      await listening.close()
      app.close()
    },
  }
}

async function openApp({ dataDir, apiKeys }: SandboxOptions, origin: string) {
  return createApp({ dataDir, apiKeys: apiKeys ?? null, origin })
}
