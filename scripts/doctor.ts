import { parseArgs } from 'node:util'
import { closeDatabase } from '@/lib/db'
import { type Env, parseEnv } from '@/lib/env'
import { activeMode } from '@/lib/payments/registry'
import { describeFinding, type Finding, good, wrong } from './doctor/finding'
import { lookAtDatabase } from './doctor/look-at-database'
import { lookAtMail } from './doctor/look-at-mail'
import { lookAtClock, lookAtProviders } from './doctor/look-at-provider'
import { lookAtRescue } from './doctor/look-at-rescue'
import { lookAtSweep } from './doctor/look-at-sweep'
import { runCommand } from './processes/run-command'
import { completeEnvironment } from './shop/environment'

function lookAtConfiguration(): Finding[] {
  const result = parseEnv(process.env)
  if ('env' in result) return [good('Configuration', `complete, for ${result.env.APP_URL}`)]
  return result.faults.map(({ variable, problem }) => wrong('Configuration', `${variable} ${problem}`))
}

function lookAtOrigin({ APP_URL }: Env): Finding[] {
  if (activeMode() === 'test' || APP_URL.startsWith('https:')) return []
  return [wrong('Public address', `APP_URL is ${APP_URL}: with live keys it has to be https.`)]
}

function tell(findings: Finding[]): boolean {
  for (const finding of findings) process.stdout.write(`${describeFinding(finding)}\n`)
  return findings.every(({ state }) => state !== 'wrong')
}

await runCommand(async (context) => {
  const { register = false } = parseArgs({ options: { register: { type: 'boolean' } } }).values
  // Every line is a finding; what the calls log on their way would only stand between them.
  process.env.LOG_LEVEL ||= 'silent'
  if (!tell(lookAtConfiguration())) return 1
  const complete = await completeEnvironment(context)
  context.onEnd(closeDatabase)
  const hasDatabase = tell(await lookAtDatabase(complete.DATABASE_URL ?? ''))
  const rounds = [
    hasDatabase,
    tell(lookAtOrigin(complete)),
    tell(await lookAtProviders({ hasDatabase, mayRegister: hasDatabase && register })),
    tell(hasDatabase ? await lookAtSweep() : []),
    tell([await lookAtClock()]),
    tell([await lookAtMail()]),
    tell(hasDatabase ? await lookAtRescue() : []),
  ]
  return rounds.every(Boolean) ? 0 : 1
})
