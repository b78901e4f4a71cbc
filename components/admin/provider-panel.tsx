import Form from 'next/form'
import { Button } from '@/components/ui/button'
import { Pill, type PillShape, type PillTone } from '@/components/ui/pill'
import type { WallClock } from '@/lib/back-office/model'
import type { ProviderOverview } from '@/lib/payments/model'
import { type Fact, Facts } from './facts'
import { Moment } from './moment'
import { Box, Panel } from './panel'
import { WebhookRegistration } from './webhook-registration'

type Look = { text: string; tone: PillTone; shape: PillShape }

const keyLooks: Record<ProviderOverview['key']['state'], Look> = {
  unset: { text: 'Not set', tone: 'warn', shape: 'ring' },
  accepted: { text: 'Accepted', tone: 'good', shape: 'dot' },
  refused: { text: 'Refused', tone: 'bad', shape: 'cross' },
  unanswered: { text: 'Not answered', tone: 'warn', shape: 'triangle' },
}

const causeTexts: Record<string, string> = {
  bad_signature: 'wrong or missing signature',
  too_large: 'larger than 256 KiB',
}

type ProviderPanelProps = {
  provider: ProviderOverview
  wall: WallClock
  /** Null for who may not. */
  register: ((form: FormData) => Promise<void>) | null
}

export function ProviderPanel({ provider, wall, register }: ProviderPanelProps) {
  const { tone, shape, text } = keyLooks[provider.key.state]
  return (
    <Panel id={provider.id} title={provider.name} className="lg:grid-cols-2">
      <Box className="grid content-start gap-3">
        <div className="flex flex-wrap items-center gap-2">
          <h3 className="font-sans font-semibold">API key</h3>
          <Pill tone={tone} shape={shape}>
            {text}
          </Pill>
          <Pill tone={provider.mode === 'live' ? 'accent' : 'neutral'}>
            {provider.mode === 'live' ? 'Live: real money' : 'Test mode'}
          </Pill>
        </div>
        <p className={provider.key.state === 'accepted' ? 'text-muted' : undefined}>{provider.key.detail}</p>
        {provider.problem && <p className="text-bad">{provider.problem}</p>}
        <Facts facts={settingsOf(provider, wall)} />
        {provider.key.state !== 'unset' && <TestAgain provider={provider} />}
      </Box>
      <WebhookRegistration provider={provider} register={register} />
      {provider.dashboardSteps.length > 0 && <DashboardSteps provider={provider} />}
    </Panel>
  )
}

/** The key is tested by every look at this page; this is such a look. */
function TestAgain({ provider }: { provider: ProviderOverview }) {
  return (
    <Form action="/admin/providers" prefetch={false}>
      <Button type="submit" size="small" aria-label={`Test the key of ${provider.name} again`}>
        Test the key again
      </Button>
    </Form>
  )
}

function DashboardSteps({ provider }: { provider: ProviderOverview }) {
  return (
    <Box className="grid content-start gap-3 lg:col-span-2">
      <h3 className="font-sans font-semibold">What only the dashboard of {provider.name} can do</h3>
      <ol className="grid list-decimal gap-1 pl-5">
        {provider.dashboardSteps.map((step) => (
          <li key={step} className="wrap-anywhere">
            {step}
          </li>
        ))}
      </ol>
    </Box>
  )
}

function settingsOf({ apiUrl, problem, lastGood, refused, ...provider }: ProviderOverview, wall: WallClock): Fact[] {
  return [
    { name: 'At checkout', value: problem ? 'Not offered' : 'Offered' },
    { name: 'API', value: apiUrl },
    { name: 'Set', value: namesOf(provider.variables, true) },
    { name: 'Not set', value: namesOf(provider.variables, false) },
    { name: 'Secrets', value: secretsText(provider) },
    {
      name: 'Last webhook',
      value: lastGood ? (
        <>
          {lastGood.eventName ?? 'without a name'}, <Moment at={lastGood.at} wall={wall} />
        </>
      ) : (
        'None came yet'
      ),
    },
    ...refused.map(({ cause, count, lastAt }) => ({
      name: 'Refused',
      value: (
        <>
          {count.toLocaleString('en-US')} × {causeTexts[cause] ?? cause}, last <Moment at={lastAt} wall={wall} />
        </>
      ),
    })),
  ]
}

const namesOf = (variables: ProviderOverview['variables'], isSet: boolean) =>
  variables
    .filter((variable) => variable.isSet === isSet)
    .map(({ name }) => name)
    .join(', ')

function secretsText({
  secretsInEnvironment,
  storedSecrets,
}: Pick<ProviderOverview, 'secretsInEnvironment' | 'storedSecrets'>) {
  const readable = storedSecrets.filter(({ isReadable }) => isReadable).length
  const unreadable = storedSecrets.length - readable
  const parts = [`${secretsInEnvironment} in the environment`, `${readable} stored`]
  if (unreadable > 0) parts.push(`${unreadable} that cannot be read, because AUTH_SECRET was changed`)
  return parts.join(', ')
}
