import 'server-only'
import { z } from 'zod'
import type { Mode, ProviderId } from '@/lib/payments/contract/provider-id'

const trimmed = z.string().trim()
const secret = trimmed.min(1).optional()
const origin = z.url({ protocol: /^https?$/ }).transform((text) => new URL(text).origin)
const seconds = (fallback: number) => z.coerce.number().int().min(1).max(86_400).default(fallback)
const minutes = (fallback: number) => z.coerce.number().int().min(1).max(525_600).default(fallback)
const port = (fallback: number) => z.coerce.number().int().min(0).max(65_535).default(fallback)

const fungiesLiveApi = 'https://api.fungies.io'

const isCurrency = (code: string) => Intl.supportedValuesOf('currency').includes(code)
const isTimeZone = (name: string) => name === 'UTC' || Intl.supportedValuesOf('timeZone').includes(name)

const schema = z.object({
  PORT: port(3000),
  HOST: trimmed.optional(),
  APP_URL: origin.optional(),
  DATABASE_URL: z.url({ protocol: /^postgres(ql)?$/ }).optional(),
  DATA_DIR: trimmed.default('.data'),
  AUTH_SECRET: trimmed.min(32, 'must be at least 32 characters; `openssl rand -base64 32` makes one').optional(),
  ADMIN_EMAIL: z.email().toLowerCase().optional(),
  ADMIN_PASSWORD: z.string().min(8, 'must be at least 8 characters').optional(),
  SHOP_NAME: trimmed.default('Pocketshop'),
  SHOP_EMAIL: z.email().optional(),
  SHOP_CURRENCY: trimmed.toUpperCase().refine(isCurrency, 'is not an ISO 4217 currency code').default('USD'),
  SHOP_TIMEZONE: trimmed.refine(isTimeZone, 'is not an IANA time zone such as Europe/Rome').default('UTC'),
  POCKETSFLOW_API_KEY: trimmed.regex(/^pk_(test|live)_.+/, 'must begin with pk_test_ or pk_live_').optional(),
  POCKETSFLOW_API_URL: origin.default('https://api.pocketsflow.com'),
  POCKETSFLOW_WEBHOOK_SECRET: secret,
  POCKETSFLOW_CART_MODE: z.enum(['order', 'per-item']).default('order'),
  FUNGIES_PUBLIC_KEY: secret,
  FUNGIES_SECRET_KEY: secret,
  FUNGIES_WEBHOOK_SECRET: secret,
  FUNGIES_STORE_URL: origin.optional(),
  FUNGIES_API_URL: origin.default(fungiesLiveApi),
  FLEX_API_KEY: trimmed.regex(/^fsk_.+/, 'must begin with fsk_test_ or fsk_').optional(),
  FLEX_API_URL: origin.default('https://api.withflex.com'),
  FLEX_WEBHOOK_SECRET: secret,
  STOCK_HOLD_MINUTES: minutes(60),
  ORDER_EXPIRES_MINUTES: minutes(1440),
  RECHECK_AFTER_SECONDS: seconds(90),
  SWEEP_EVERY_SECONDS: seconds(60),
  SMTP_URL: z.url({ protocol: /^smtps?$/ }).optional(),
  MAIL_FROM: trimmed.optional(),
  WORKER: z.enum(['on', 'off']).default('on'),
  METRICS_TOKEN: trimmed.min(16, 'must be at least 16 characters; `openssl rand -hex 16` makes one').optional(),
  LOG_LEVEL: z.enum(['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent']).default('info'),
})

/** The variables of one provider, and whether each says anything; never their values. */
export function variablesOf(provider: ProviderId): { name: string; isSet: boolean }[] {
  const prefix = `${provider.toUpperCase()}_`
  const names = environmentVariables.filter((name) => name.startsWith(prefix))
  return names.map((name) => ({ name, isSet: Boolean(process.env[name]?.trim()) }))
}

/** The name of every variable that the shop reads. */
export const environmentVariables: string[] = Object.keys(schema.shape)

/** Everything the shop reads from its environment; blanks around values are cut, empty means unset. */
export type Env = Omit<
  z.infer<typeof schema>,
  'APP_URL' | 'POCKETSFLOW_WEBHOOK_SECRET' | 'FUNGIES_WEBHOOK_SECRET' | 'FLEX_WEBHOOK_SECRET'
> & {
  /** The shop's public origin, without a trailing slash. */
  APP_URL: string
  /** Every secret that is accepted, for rotation; empty = webhooks answer 503. */
  POCKETSFLOW_WEBHOOK_SECRETS: string[]
  FUNGIES_WEBHOOK_SECRETS: string[]
  FLEX_WEBHOOK_SECRETS: string[]
  /** What the keys of each provider move: real money or none; null without a key. All that are set agree. */
  PROVIDER_MODES: Record<ProviderId, Mode | null>
}

/** A variable that cannot be used, and how to mend it. */
export type EnvFault = { variable: string; problem: string }

const present = (source: Record<string, string | undefined>) =>
  Object.fromEntries(
    Object.entries(source)
      .map(([name, value]) => [name, value?.trim()] as const)
      .filter(([, value]) => value),
  )

const listed = (secrets = ''): string[] =>
  secrets
    .split(',')
    .map((one) => one.trim())
    .filter(Boolean)

type ProviderKeys = Pick<
  z.infer<typeof schema>,
  'POCKETSFLOW_API_KEY' | 'FUNGIES_PUBLIC_KEY' | 'FUNGIES_SECRET_KEY' | 'FUNGIES_API_URL' | 'FLEX_API_KEY'
>

type ProviderMode = { variable: string; provider: ProviderId; mode: Mode | null }

/** The mode of each provider's keys, by the variable that decides it; null without a key. */
function modesOfKeys(keys: ProviderKeys): ProviderMode[] {
  const { POCKETSFLOW_API_KEY, FUNGIES_PUBLIC_KEY, FUNGIES_SECRET_KEY, FUNGIES_API_URL, FLEX_API_KEY } = keys
  const modeIf = (key: string | undefined, isLive: boolean) => (key ? (isLive ? 'live' : 'test') : null)
  const fungies = modeIf(FUNGIES_PUBLIC_KEY ?? FUNGIES_SECRET_KEY, FUNGIES_API_URL === fungiesLiveApi)
  return [
    {
      variable: 'POCKETSFLOW_API_KEY',
      provider: 'pocketsflow',
      mode: modeIf(POCKETSFLOW_API_KEY, POCKETSFLOW_API_KEY?.startsWith('pk_live_') ?? false),
    },
    { variable: 'FUNGIES_API_URL', provider: 'fungies', mode: fungies },
    // A test key begins with what every live key begins with.
    { variable: 'FLEX_API_KEY', provider: 'flex', mode: modeIf(FLEX_API_KEY, !FLEX_API_KEY?.startsWith('fsk_test_')) },
  ]
}

function modeByProvider(keys: ProviderKeys): Record<ProviderId, Mode | null> {
  const modes = { pocketsflow: null, fungies: null, flex: null } as Record<ProviderId, Mode | null>
  for (const { provider, mode } of modesOfKeys(keys)) modes[provider] = mode
  return modes
}

function mixedModes(keys: ProviderKeys): EnvFault[] {
  const modes = modesOfKeys(keys).filter(({ mode }) => mode !== null)
  const [first] = modes
  return modes
    .filter(({ mode }) => mode !== first?.mode)
    .map(({ variable, mode }) => ({
      variable,
      problem: `is for ${mode} payments, ${first?.variable} for ${first?.mode} ones; all providers must be of one mode`,
    }))
}

function crossFaults(parsed: z.infer<typeof schema>): EnvFault[] {
  const faults: EnvFault[] = []
  if (parsed.DATABASE_URL && !parsed.AUTH_SECRET) {
    faults.push({
      variable: 'AUTH_SECRET',
      problem: 'is required when DATABASE_URL is set; `openssl rand -base64 32` makes one',
    })
  }
  if (parsed.SMTP_URL && !parsed.MAIL_FROM) {
    faults.push({
      variable: 'MAIL_FROM',
      problem: 'is required when SMTP_URL is set, for example "Pocketshop <shop@example.com>"',
    })
  }
  if (parsed.STOCK_HOLD_MINUTES > parsed.ORDER_EXPIRES_MINUTES) {
    faults.push({ variable: 'STOCK_HOLD_MINUTES', problem: 'must not exceed ORDER_EXPIRES_MINUTES' })
  }
  return [...faults, ...mixedModes(parsed)]
}

/** Reads and checks a whole environment at once. Never throws; lists every fault, naming the variable, never its value. */
export function parseEnv(source: Record<string, string | undefined>): { env: Env } | { faults: EnvFault[] } {
  const result = schema.safeParse(present(source))
  if (!result.success) {
    return { faults: result.error.issues.map((issue) => ({ variable: String(issue.path[0]), problem: issue.message })) }
  }
  const faults = crossFaults(result.data)
  if (faults.length > 0) return { faults }
  const { POCKETSFLOW_WEBHOOK_SECRET, FUNGIES_WEBHOOK_SECRET, FLEX_WEBHOOK_SECRET, ...rest } = result.data
  return {
    env: {
      ...rest,
      APP_URL: rest.APP_URL ?? `http://localhost:${rest.PORT}`,
      POCKETSFLOW_WEBHOOK_SECRETS: listed(POCKETSFLOW_WEBHOOK_SECRET),
      FUNGIES_WEBHOOK_SECRETS: listed(FUNGIES_WEBHOOK_SECRET),
      FLEX_WEBHOOK_SECRETS: listed(FLEX_WEBHOOK_SECRET),
      PROVIDER_MODES: modeByProvider(result.data),
    },
  }
}

let parsed: Env | undefined

/** The validated environment, read once. @throws with the whole list of faults when it is not valid. */
export function env(): Env {
  if (parsed) return parsed
  const result = parseEnv(process.env)
  if ('faults' in result) throw new Error(result.faults.map((fault) => `${fault.variable} ${fault.problem}`).join('\n'))
  parsed = result.env
  return parsed
}

/** True while `next build` renders pages: it has no database, and what it reads is replaced at the next start. */
export const isBuilding = (): boolean => process.env.NEXT_PHASE === 'phase-production-build'
