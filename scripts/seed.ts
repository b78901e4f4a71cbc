import { runCommand } from './processes/run-command'
import { describeSignIn } from './seeding/demo-merchant'
import { seedShop } from './seeding/seed-shop'
import { prepareShop } from './shop/prepare-shop'

await runCommand(async (context) => {
  const signIn = await seedShop(await prepareShop(context))
  process.stdout.write(`The demo catalogue is in the shop. Merchant: ${describeSignIn(signIn)}\n`)
})
