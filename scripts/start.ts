import { env } from '@/lib/env'
import { runCommand } from './processes/run-command'
import { ensureBuilt } from './shop/build-shop'
import { ensureFirstMerchant, prepareShop } from './shop/prepare-shop'
import { serveShop } from './shop/serve-shop'

await runCommand(
  async (context) => {
    await ensureFirstMerchant(await prepareShop(context))
    await ensureBuilt(context)
    await serveShop(context)
    process.stdout.write(`The shop is open at ${env().APP_URL}\n`)
    await context.stopped
  },
  { codeWhenStopped: 0 },
)
