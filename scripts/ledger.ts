import { open } from 'node:fs/promises'
import { parseArgs } from 'node:util'
import { systemClock } from '@/lib/clock'
import { exportLedger } from '@/lib/ledger/export-ledger'
import { type LedgerReport, type TrialBalance, verifyLedger } from '@/lib/ledger/verify-ledger'
import type { NumberGap } from '@/lib/numbering/model'
import { listNumberGaps, raiseNumbers } from '@/lib/numbering/raise-numbers'
import { activeMode } from '@/lib/payments/registry'
import { formatMoney } from '@/lib/shared/money'
import { Failure } from './processes/failure'
import { runCommand } from './processes/run-command'
import { prepareShop } from './shop/prepare-shop'

const USAGE =
  'Use it as: npm run ledger -- verify, or: npm run --silent ledger -- export [FILE], or after a restore: ' +
  'npm run ledger -- continue-after --order NUMBER --receipt NUMBER'

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

const gapLine = ({ of, first, last, reason, at }: NumberGap) =>
  `Passed over: ${of} ${first} to ${last}, on ${at.toISOString()}. ${reason}`

async function verify(): Promise<number> {
  const report = await verifyLedger()
  for (const gap of await listNumberGaps()) print(gapLine(gap))
  for (const line of reportLines(report)) print(line)
  return report.disagreements.length === 0 ? 0 : 1
}

function numberGiven(name: string, text: string | undefined): number | undefined {
  if (text === undefined) return undefined
  if (/^\d{1,9}$/.test(text)) return Number(text)
  throw new Failure(`--${name} ${text} is not a number. ${USAGE}`)
}

/** For numbers that only people have seen, such as those in mails. */
async function continueAfter(args: string[]): Promise<void> {
  const options = { order: { type: 'string' }, receipt: { type: 'string' } } as const
  const { values } = parseArgs({ args, options })
  const receipts = numberGiven('receipt', values.receipt)
  const orders = numberGiven('order', values.order)
  if (orders === undefined && receipts === undefined) throw new Failure(USAGE)
  const above = { ...(orders && { orders }), ...(receipts && { [activeMode()]: receipts }) }
  const reason = 'The operator said that numbers up to here were given out before.'
  const gaps = await raiseNumbers(above, reason, systemClock.now())
  for (const gap of gaps) print(gapLine(gap))
  if (gaps.length === 0) print('Nothing to do: numbers are above these already.')
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
  const [action = '', ...rest] = process.argv.slice(2)
  if (!['verify', 'export', 'continue-after'].includes(action)) throw new Failure(USAGE)
  await prepareShop(context)
  if (action === 'continue-after') return continueAfter(rest)
  if (action === 'verify') return verify()
  return exportTo(rest[0])
})
