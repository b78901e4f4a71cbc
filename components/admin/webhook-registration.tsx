import { Link2, RotateCw } from 'lucide-react'
import { Pill, type PillShape, type PillTone } from '@/components/ui/pill'
import type { ProviderOverview, WebhookComparison } from '@/lib/payments/model'
import { Facts, Identifier } from './facts'
import { Box } from './panel'
import { SubmitButton } from './submit-button'

const looks: Record<WebhookComparison['state'], { text: string; tone: PillTone; shape: PillShape }> = {
  good: { text: 'Registered', tone: 'good', shape: 'dot' },
  differs: { text: 'Differs', tone: 'bad', shape: 'triangle' },
  missing: { text: 'Not registered', tone: 'bad', shape: 'cross' },
}

type Register = (form: FormData) => Promise<void>
type WebhookRegistrationProps = { provider: ProviderOverview; register: Register | null }

/** The provider's registered webhook beside what the shop needs, with the button that makes them agree. */
export function WebhookRegistration({ provider, register }: WebhookRegistrationProps) {
  const { webhook, addressCure } = provider
  if (provider.webhooksBy === 'dashboard') return <ByHand provider={provider} />
  if (!webhook && provider.key.state === 'accepted') return <MadeElsewhere provider={provider} register={register} />
  if (!webhook) {
    return (
      <Box className="grid content-start gap-3">
        <h3 className="font-sans font-semibold">Webhook</h3>
        <p>
          {provider.key.state === 'unset'
            ? 'Nothing is asked while no key is set.'
            : 'It is not known what is registered, because the provider could not be asked.'}
        </p>
      </Box>
    )
  }
  const { text, tone, shape } = looks[webhook.state]
  return (
    <Box className="grid content-start gap-3">
      <div className="flex flex-wrap items-center gap-2">
        <h3 className="font-sans font-semibold">Webhook</h3>
        <Pill tone={tone} shape={shape}>
          {text}
        </Pill>
      </div>
      {webhook.differences.length > 0 && (
        <ul className="list-disc pl-5">
          {webhook.differences.map((difference) => (
            <li key={difference} className="wrap-anywhere">
              {difference}
            </li>
          ))}
        </ul>
      )}
      <Facts
        facts={[
          { name: 'Address', value: <Identifier>{webhook.url}</Identifier> },
          { name: 'Events', value: provider.events.join(', ') },
        ]}
      />
      {webhook.state !== 'good' && addressCure && <p className="wrap-anywhere">{addressCure}</p>}
      {!addressCure && register && <RegisterForms provider={provider.id} state={webhook.state} register={register} />}
      {!register && webhook.state !== 'good' && (
        <p className="text-muted">An owner of the shop can register it here.</p>
      )}
    </Box>
  )
}

/** Where only the provider's own dashboard makes webhooks: what to enter there. */
function ByHand({ provider }: { provider: ProviderOverview }) {
  const { name, webhookUrl, events, secretsInEnvironment } = provider
  return (
    <Box className="grid content-start gap-3">
      <h3 className="font-sans font-semibold">Webhook</h3>
      <p>
        It is made in the dashboard of {name}, which does not tell the shop about it.
        {secretsInEnvironment === 0 && ' The shop has no secret to check deliveries by yet.'}
      </p>
      <Facts
        facts={[
          { name: 'Address', value: <Identifier>{webhookUrl}</Identifier> },
          { name: 'Events', value: events.join(', ') },
        ]}
      />
    </Box>
  )
}

/** Where the provider shows only webhooks that were registered from here, and the secret in use came another way. */
function MadeElsewhere({ provider, register }: WebhookRegistrationProps) {
  const { id, name, webhookUrl, events, addressCure } = provider
  return (
    <Box className="grid content-start gap-3">
      <h3 className="font-sans font-semibold">Webhook</h3>
      <p>
        It was not registered from here, and {name} does not show it. What it delivers is checked by the secret in the
        environment.
      </p>
      <Facts
        facts={[
          { name: 'Address', value: <Identifier>{webhookUrl}</Identifier> },
          { name: 'Events', value: events.join(', ') },
        ]}
      />
      {!addressCure && register && (
        <form action={register} className="grid justify-items-start gap-1">
          <input type="hidden" name="provider" value={id} />
          <SubmitButton size="small" aria-describedby={`${id}-another-hint`}>
            <Link2 aria-hidden strokeWidth={1.5} />
            Register one from here
          </SubmitButton>
          <p id={`${id}-another-hint`} className="text-muted text-xs">
            The shop then keeps its secret and sees how it stands. Delete the old one at {name}: until then each event
            comes twice, and counts once.
          </p>
        </form>
      )}
    </Box>
  )
}

type RegisterFormsProps = { provider: string; state: WebhookComparison['state']; register: Register }

function RegisterForms({ provider, state, register }: RegisterFormsProps) {
  if (state !== 'good') {
    return (
      <form action={register}>
        <input type="hidden" name="provider" value={provider} />
        <SubmitButton look="primary" size="small">
          <Link2 aria-hidden strokeWidth={1.5} />
          {state === 'missing' ? 'Register the webhook' : 'Mend the webhook'}
        </SubmitButton>
      </form>
    )
  }
  return (
    <form action={register} className="grid justify-items-start gap-1">
      <input type="hidden" name="provider" value={provider} />
      <input type="hidden" name="wish" value="fresh" />
      <SubmitButton size="small" aria-describedby="fresh-hint">
        <RotateCw aria-hidden strokeWidth={1.5} />
        Make a new secret
      </SubmitButton>
      <p id="fresh-hint" className="text-muted text-xs">
        Registers the webhook anew. The old secret is accepted until the next one is made; a secret in the environment
        until it is taken out there.
      </p>
    </form>
  )
}
