import { runBench } from './bench/run-bench'
import { runCommand } from './processes/run-command'

await runCommand((context) => runBench(context))
