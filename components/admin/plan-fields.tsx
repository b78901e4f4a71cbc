import { Field } from '@/components/ui/field'
import { Input } from '@/components/ui/input'
import { Select } from '@/components/ui/select'
import type { PlanRow } from '@/lib/subscriptions/model'
import { SubmitButton } from './submit-button'

type PlanFieldsProps = {
  /** The plan to change; null for a new one. */
  plan: PlanRow | null
  providers: readonly { id: string; name: string }[]
  action: (form: FormData) => Promise<void>
}

/** How one variant is sold as a subscription. */
export function PlanFields({ plan, providers, action }: PlanFieldsProps) {
  const id = plan?.sku ?? 'new'
  return (
    <form action={action} className="grid items-end gap-3 sm:grid-cols-2 lg:grid-cols-[1fr_9rem_8rem_1fr_auto]">
      <Field id={`${id}-sku`} label="SKU of the variant">
        {(ids) => (
          <Input {...ids} name="sku" defaultValue={plan?.sku ?? ''} readOnly={plan !== null} required maxLength={100} />
        )}
      </Field>
      <Field id={`${id}-interval`} label="Paid each">
        {(ids) => (
          <Select {...ids} name="interval" defaultValue={plan?.interval ?? 'month'}>
            <option value="week">week</option>
            <option value="month">month</option>
            <option value="year">year</option>
            {plan && <option value="none">no longer</option>}
          </Select>
        )}
      </Field>
      <Field id={`${id}-trial`} label="Trial, days">
        {(ids) => (
          <Input
            {...ids}
            name="trialDays"
            type="number"
            min={0}
            max={730}
            defaultValue={plan?.trialDays ?? 0}
            required
          />
        )}
      </Field>
      {providers.map((provider) => (
        <Field key={provider.id} id={`${id}-${provider.id}`} label={`Offer at ${provider.name}`} optional>
          {(ids) => (
            <Input
              {...ids}
              name={provider.id}
              defaultValue={plan?.offers.find((offer) => offer.provider === provider.id)?.offerId ?? ''}
              maxLength={64}
              pattern="[\w\-]*"
              spellCheck={false}
              autoComplete="off"
            />
          )}
        </Field>
      ))}
      <SubmitButton className="justify-self-start">{plan ? 'Save' : 'Add'}</SubmitButton>
    </form>
  )
}
