import { randomBytes } from 'node:crypto'
import { findProvider } from '@/lib/payments/providers'
import { readNote, writeNote } from '../shop/data-dir'

/** Any keys of this form are an account at the sandbox; the demo keeps to these. */
export const DEMO_FUNGIES_KEYS = { publicKey: 'pub_demo_pocketshop', secretKey: 'sec_demo_pocketshop' }

/** Every event that the shop acts on. */
const needed = findProvider('fungies')?.events ?? []

const NOTE = 'sandbox-fungies.txt'

type Dashboard = { sandboxUrl: string; shopUrl: string; dataDir: string }

/** Sets the sandbox's Fungies dashboard as a merchant does by hand. @returns the webhook secret, the same at every start. */
export async function setUpDashboard({ sandboxUrl, shopUrl, dataDir }: Dashboard): Promise<string> {
  const secret = (await readNote(dataDir, NOTE))?.trim() || randomBytes(24).toString('base64url')
  await writeNote(dataDir, NOTE, secret)
  const response = await fetch(`${sandboxUrl}/_sandbox/dashboard`, {
    method: 'PATCH',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({
      webhook: { url: `${shopUrl}/api/webhooks/fungies`, secret, events: needed },
      redirectUrl: `${shopUrl}/return/fungies`,
    }),
  })
  if (!response.ok) throw new Error(`the sandbox refused Fungies' dashboard (${response.status})`)
  return secret
}
