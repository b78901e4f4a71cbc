import { runDemo } from './demo/run-demo'
import { runCommand } from './processes/run-command'

await runCommand((context) => runDemo(context), { codeWhenStopped: 0 })
