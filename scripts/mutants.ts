import { openCopy } from './mutants/plant'
import { pureFaults } from './mutants/pure-faults'
import { settlementFaults } from './mutants/settlement-faults'
import { Failure } from './processes/failure'
import { runCommand } from './processes/run-command'

const print = (line: string) => process.stdout.write(`${line}\n`)

/**
 * Plants named faults one by one in a copy of signature, amount check, transition table and settlement, and runs the
 * tests that should find each. An argument picks those whose file or name contains it.
 */
await runCommand(async (context) => {
  const [wanted = ''] = process.argv.slice(2)
  const faults = [...pureFaults, ...settlementFaults].filter(({ file, name }) => `${file} ${name}`.includes(wanted))
  if (faults.length === 0) throw new Failure(`No fault is called “${wanted}”.`)
  const { plant, runTests } = await openCopy(context)
  const sound = await runTests([...new Set(faults.flatMap(({ tests }) => tests))])
  if (sound.numFailedTests > 0 || sound.numPassedTests === 0)
    throw new Failure(`Without any fault the tests fail already:\n${sound.output}`)
  const survivors: string[] = []
  for (const fault of faults) {
    const startedAt = performance.now()
    const came = await plant(fault)
    const seconds = ((performance.now() - startedAt) / 1_000).toFixed(1)
    if (came === 'survived') survivors.push(fault.name)
    print(`${came === 'found' ? '✓ found   ' : '✗ survived'} ${fault.file}: ${fault.name} (${seconds} s)`)
  }
  print(`${faults.length - survivors.length} of ${faults.length} planted faults were found`)
  return survivors.length > 0 ? 1 : 0
})
