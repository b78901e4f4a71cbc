import { runWorker } from '@/lib/worker/run-worker'
import { runCommand } from './processes/run-command'
import { prepareShop } from './shop/prepare-shop'
import { keepNumbersSafely } from './shop/serve-shop'

await runCommand(
  async (context) => {
    await prepareShop(context)
    await keepNumbersSafely()
    const worker = runWorker()
    context.onEnd(() => worker.stop())
    process.stdout.write('The worker is running.\n')
    await context.stopped
  },
  { codeWhenStopped: 0 },
)
