import { open } from 'node:fs/promises'
import { exportLedger } from '@/lib/ledger/export-ledger'
import { type LedgerReport, type TrialBalance, verifyLedger } from '@/lib/ledger/verify-ledger'
import { formatMoney } from '@/lib/shared/money'
import { Failure } from './processes/failure'
import { runCommand } from './processes/run-command'
import { prepareShop } from './shop/prepare-shop'

const USAGE = 'Use it as: npm run ledger -- verify, or: npm run --silent ledger -- export [FILE]'

const print = (line: string) => process.stdout.write(`${line}\n`)

function balanceLines(balances: TrialBalance[]): string[] {
  return balances.map(({ mode, currency, account, amountMinor }) => {
    const money = formatMoney({ amountMinor: Math.abs(amountMinor), currency })
    return `  ${account.padEnd(15)} ${amountMinor < 0 ? 'credit' : 'debit '} ${money} (${currency}, ${mode})`
  })
}

function tailLine({ tail }: LedgerReport): string {
  if (tail.count === 0) return 'Unsealed tail: none.'
  return `Unsealed tail: ${tail.count}, the oldest from ${tail.oldestAt?.toISOString()}; a running worker seals within seconds.`
}

function reportLines(report: LedgerReport): string[] {
  const { chain, payments, refunds, paidOrders, balances, disagreements } = report
  return [
    `Checked: ${chain.transactions} transactions with ${chain.entries} entries for balance; ${chain.sealed} seals of the chain; ${payments} payments, ${refunds} completed refunds and ${paidOrders} paid orders against the ledger.`,
    ...(balances.length > 0 ? ['Balances:', ...balanceLines(balances)] : []),
    `Head of the chain: ${chain.head ?? 'nothing is sealed yet'}`,
    tailLine(report),
    ...disagreements.map(({ subject, problem }) => `${subject} ${problem}`),
    disagreements.length === 0
      ? 'The books balance, the chain is unbroken, and ledger and orders agree.'
      : `Disagreements: ${disagreements.length}.`,
  ]
}

async function verify(): Promise<number> {
  const report = await verifyLedger()
  for (const line of reportLines(report)) print(line)
  return report.disagreements.length === 0 ? 0 : 1
}

const toStandardOutput = (part: string) =>
  new Promise<void>((resolve, reject) => process.stdout.write(part, (error) => (error ? reject(error) : resolve())))

async function exportTo(file: string | undefined): Promise<void> {
  if (!file) {
    await exportLedger(toStandardOutput)
    return
  }
  const target = await open(file, 'w')
  try {
    const count = await exportLedger((part) => target.writeFile(part))
    print(`${count} entries are in ${file}.`)
  } finally {
    await target.close()
  }
}

await runCommand(async (context) => {
  const [action, file] = process.argv.slice(2)
  if (action !== 'verify' && action !== 'export') throw new Failure(USAGE)
  await prepareShop(context)
  if (action === 'verify') return verify()
  return exportTo(file)
})
