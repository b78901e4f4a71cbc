import { TriangleAlert } from 'lucide-react'
import type { CheckoutProvider } from '@/lib/checkout/model'

type ProviderChoiceProps = { providers: readonly CheckoutProvider[]; chosen: string }

/** How to pay, where there is more than one way; works before JavaScript. */
export function ProviderChoice({ providers, chosen }: ProviderChoiceProps) {
  return (
    <fieldset className="grid gap-3">
      <legend className="mb-4 font-display text-xl">How would you like to pay?</legend>
      {providers.map((provider) => (
        <Choice key={provider.id} provider={provider} isChosen={provider.id === chosen} />
      ))}
    </fieldset>
  )
}

function Choice({ provider, isChosen }: { provider: CheckoutProvider; isChosen: boolean }) {
  const { id, name, next, tax, isFailing } = provider
  return (
    <div className="group grid grid-cols-[auto_1fr] gap-x-3 gap-y-1 rounded-md border border-line-strong p-4 has-checked:border-accent has-checked:bg-surface">
      <input
        key={String(isChosen)}
        id={`provider-${id}`}
        type="radio"
        name="provider"
        value={id}
        defaultChecked={isChosen}
        required
        aria-describedby={`provider-${id}-next`}
        className="mt-1 size-4 accent-accent"
      />
      <label htmlFor={`provider-${id}`} className="font-semibold">
        {name}
      </label>
      <div id={`provider-${id}-next`} className="col-start-2 grid gap-1 text-muted text-sm">
        {isFailing && (
          <p className="flex items-start gap-1.5 text-warn">
            <TriangleAlert aria-hidden strokeWidth={1.5} className="mt-0.5 size-4 shrink-0" />
            It has not answered well in the last minutes; another way may be quicker.
          </p>
        )}
        <p>{next}</p>
        <p className="hidden group-has-checked:block">{tax}</p>
      </div>
    </div>
  )
}
