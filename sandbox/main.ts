import { join } from 'node:path'
import { codeOf } from './listen'
import { startSandbox } from './server'

const DEFAULT_PORT = 4010
const MAX_PORT = 65_533

/** `SANDBOX_PORT`, `SANDBOX_HOST`, `SANDBOX_DATA_DIR`, `SANDBOX_API_KEYS`: see README.md. */
async function main(): Promise<void> {
  const port = portFrom(process.env.SANDBOX_PORT)
  const host = process.env.SANDBOX_HOST
  const dataDir = process.env.SANDBOX_DATA_DIR || join(process.env.DATA_DIR || '.data', 'sandbox')
  const apiKeys = (process.env.SANDBOX_API_KEYS ?? '')
    .split(',')
    .map((key) => key.trim())
    .filter(Boolean)

  const sandbox = await startSandbox({
    port,
    dataDir,
    ...(apiKeys.length > 0 ? { apiKeys } : {}),
    ...(host ? { hosts: [host] } : {}),
  })
  for (const [provider, url] of Object.entries(sandbox.urls)) {
    process.stdout.write(`Payment sandbox, ${provider}: ${url}\n`)
  }

  const stop = () => void sandbox.stop().then(() => process.exit(0))
  process.once('SIGTERM', stop)
  process.once('SIGINT', stop)
}

function portFrom(text: string | undefined): number {
  if (!text) return DEFAULT_PORT
  const port = Number(text)
  if (!Number.isInteger(port) || port < 0 || port > MAX_PORT)
    throw new Error(`SANDBOX_PORT must be a port number with room for two more, not “${text}”.`)
  return port
}

function explain(error: unknown): string {
  const code = codeOf(error)
  if (code === 'EADDRINUSE')
    return 'A port is taken. Set SANDBOX_PORT to one that is free with the next two, or stop what listens there.'
  if (code === 'EACCES' || code === 'EPERM')
    return 'Permission denied for the port or the data folder (SANDBOX_PORT, SANDBOX_DATA_DIR).'
  if (code === 'ENOSPC') return 'The disk is full.'
  return error instanceof Error ? error.message : String(error)
}

main().catch((error: unknown) => {
  process.stderr.write(`Payment sandbox: ${explain(error)}\n`)
  process.exit(1)
})
