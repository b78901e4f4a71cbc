import { parseArgs } from 'node:util'
import { chooseBench } from './bench/choice'
import { runBench } from './bench/run-bench'
import { runCommand } from './processes/run-command'

await runCommand((context) => {
  const { values } = parseArgs({ options: { only: { type: 'string' }, quick: { type: 'boolean' } } })
  return runBench(context, chooseBench(values))
})
