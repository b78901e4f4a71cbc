import { runCommand } from './processes/run-command'
import { buildShop } from './shop/build-shop'

await runCommand((context) => buildShop(context))
