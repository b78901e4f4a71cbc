import { spawn } from 'node:child_process'
import path from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import type { ProviderId } from '@/lib/payments/contract/provider-id'
import { stopChild } from '../processes/child'
import { Failure } from '../processes/failure'
import { freePortRow } from '../processes/ports'
import type { CommandContext } from '../processes/run-command'
import { type BookedPayment, bookkeeping } from './provider-books'
import { openWire } from './wire'

/** Beside the address that everybody calls: there the wire listens, at the same port. */
const HOST = '127.0.0.2'
const START_DEADLINE_MS = 20_000

/** What the payment company sees and does itself, past the wire between it and the shop. */
export type Provider = Awaited<ReturnType<typeof openProvider>>

async function openProvider(id: ProviderId, firstPort: number) {
  const { offset, pay, readBooks } = bookkeeping[id]
  const port = firstPort + offset
  const directUrl = `http://${HOST}:${port}`

  async function control(method: string, address: string, body?: unknown): Promise<unknown> {
    const init = { method, ...(body !== undefined && { body: JSON.stringify(body) }) }
    const response = await fetch(`${directUrl}/_sandbox${address}`, init)
    if (!response.ok) throw new Failure(`${method} ${address}: ${response.status} ${await response.text()}`)
    return response.json()
  }

  return {
    directUrl,
    /** Where the shop calls it. */
    url: `http://localhost:${port}`,
    wire: await openWire({ host: HOST, port }, port),
    control,
    turn: (switches: Record<string, unknown>) => control('PATCH', '/switches', switches),
    backToNormal: () => control('DELETE', '/switches'),
    /** Pays a page without a browser. @returns the payment's id as the shop knows it. */
    pay: (pageUrl: string) => pay(control, new URL(pageUrl).pathname.split('/').at(-1) ?? ''),
    /** All payments that completed, from its own books. */
    readBooks: async (): Promise<BookedPayment[]> =>
      (await readBooks(control)).map((booked) => ({ provider: id, ...booked })),
  }
}

/** Starts the payment sandbox as a process of its own: every provider, each reached past its wire by what the tests ask it. */
export async function openProviders({ onEnd }: Pick<CommandContext, 'onEnd'>, dataDir: string) {
  const firstPort = await freePortRow(Object.keys(bookkeeping).length)
  const child = spawn(
    process.execPath,
    ['--import=tsx', '--import=./scripts/setup/leave-with-parent.mjs', 'sandbox/main.ts'],
    {
      stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
      env: {
        ...process.env,
        SANDBOX_PORT: String(firstPort),
        SANDBOX_HOST: HOST,
        SANDBOX_API_KEYS: '',
        SANDBOX_DATA_DIR: path.join(dataDir, 'sandbox'),
      },
    },
  )
  onEnd(() => stopChild(child))
  const providers: Record<ProviderId, Provider> = {
    pocketsflow: await openProvider('pocketsflow', firstPort),
    fungies: await openProvider('fungies', firstPort),
    flex: await openProvider('flex', firstPort),
  }
  onEnd(() => Promise.all(Object.values(providers).map(({ wire }) => wire.stop())))
  const deadline = Date.now() + START_DEADLINE_MS
  while (!(await fetch(`${providers.flex.directUrl}/_sandbox/health`).catch(() => null))?.ok) {
    if (Date.now() > deadline || child.exitCode !== null) throw new Failure('The payment sandbox did not start.')
    await sleep(50)
  }
  return providers
}

export type Providers = Awaited<ReturnType<typeof openProviders>>

/** The books of all providers together. */
export const readAllBooks = async (providers: Providers): Promise<BookedPayment[]> =>
  (await Promise.all(Object.values(providers).map(({ readBooks }) => readBooks()))).flat()
