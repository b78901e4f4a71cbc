import type { ChildProcess } from 'node:child_process'
import { setTimeout as sleep } from 'node:timers/promises'

/** How a script of the shop is started so that it ends with whoever started it. */
export const nodeArguments = [
  '--disable-warning=ExperimentalWarning',
  '--import=tsx',
  '--import=./scripts/setup/leave-with-parent.mjs',
]

const isUp = (url: string) =>
  fetch(`${url}/api/health`, { signal: AbortSignal.timeout(2_000) }).then(
    ({ ok }) => ok,
    () => false,
  )

/** Waits until a shop answers. @throws when its process ends before, or it takes too long. */
export async function waitUntilUp(child: ChildProcess, url: string, deadlineMs: number): Promise<void> {
  const deadline = Date.now() + deadlineMs
  while (child.exitCode === null && Date.now() < deadline) {
    if (await isUp(url)) return
    await sleep(50)
  }
  throw new Error(`the shop at ${url} did not start`)
}
