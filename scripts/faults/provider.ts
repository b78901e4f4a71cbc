import { spawn } from 'node:child_process'
import path from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { z } from 'zod'
import { stopChild } from '../processes/child'
import { Failure } from '../processes/failure'
import type { CommandContext } from '../processes/run-command'

/** Beside the address that everybody calls: there the wire listens, at the same port. */
const HOST = '127.0.0.2'
const START_DEADLINE_MS = 20_000

const ordersSchema = z.object({
  orders: z.array(
    z.object({
      _id: z.string(),
      totalMinor: z.number(),
      refundedMinor: z.number(),
      metadata: z.record(z.string(), z.string()).default({}),
    }),
  ),
})

/** A payment in the provider's own books. */
export type BookedPayment = z.infer<typeof ordersSchema>['orders'][number]

/** Starts the payment sandbox as a process of its own. It is reached past the wire by what the tests ask it. */
export async function openProvider({ onEnd }: Pick<CommandContext, 'onEnd'>, dataDir: string, port: number) {
  const child = spawn(
    process.execPath,
    ['--import=tsx', '--import=./scripts/setup/leave-with-parent.mjs', 'sandbox/main.ts'],
    {
      stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
      env: {
        ...process.env,
        SANDBOX_PORT: String(port),
        SANDBOX_HOST: HOST,
        SANDBOX_API_KEYS: '',
        SANDBOX_DATA_DIR: path.join(dataDir, 'sandbox'),
      },
    },
  )
  onEnd(() => stopChild(child))
  const directUrl = `http://${HOST}:${port}`
  const deadline = Date.now() + START_DEADLINE_MS
  while (!(await fetch(`${directUrl}/_sandbox/health`).catch(() => null))?.ok) {
    if (Date.now() > deadline || child.exitCode !== null) throw new Failure('The payment sandbox did not start.')
    await sleep(50)
  }

  async function control(method: string, address: string, body?: unknown): Promise<unknown> {
    const init = { method, ...(body !== undefined && { body: JSON.stringify(body) }) }
    const response = await fetch(`${directUrl}/_sandbox${address}`, init)
    if (!response.ok) throw new Failure(`${method} ${address}: ${response.status} ${await response.text()}`)
    return response.json()
  }

  return {
    host: HOST,
    directUrl,
    turn: (switches: Record<string, unknown>) => control('PATCH', '/switches', switches),
    backToNormal: () => control('DELETE', '/switches'),
    /** Pays a session without its page. */
    pay: async (sessionUrl: string) => {
      const paid = await control('POST', `/sessions/${sessionUrl.split('/').at(-1)}/pay`, {})
      return z.object({ order: z.object({ _id: z.string() }) }).parse(paid).order._id
    },
    /** All payments that completed, from its own books. */
    readBooks: async () => ordersSchema.parse(await control('GET', '/orders?limit=100000')).orders,
    control,
  }
}

export type Provider = Awaited<ReturnType<typeof openProvider>>
