import type { ReactNode } from 'react'
import { Input } from '@/components/ui/input'
import { Select } from '@/components/ui/select'
import type { ImportFacts } from '@/lib/catalog-sync/model'

type ImportChoicesProps = { facts: ImportFacts; providerName: string }

const small = '[&_select]:md:text-sm'

function kindText({ digital, physical, untold }: ImportFacts, name: string): string {
  if (digital + physical === 0) return `Sent (${name} does not tell)`
  const told = [digital > 0 && `${digital} delivered by itself`, physical > 0 && `${physical} sent`].filter(Boolean)
  const rest = untold > 0 ? `; the ${untold} that it does not tell of are sent` : ''
  return `As ${name} tells: ${told.join(', ')}${rest}`
}

const stockText = ({ limited }: ImportFacts, name: string): string =>
  limited > 0 ? `As ${name} tells: ${limited} with a limit, the rest without` : `Unlimited (${name} tells no limit)`

/** What the new products become, with what the provider tells of them as the first choice. */
export function ImportChoices({ facts, providerName }: ImportChoicesProps) {
  return (
    <div className="grid max-w-xl gap-4">
      <Choice id="kind" label="What they are">
        <Select id="kind" name="kind" defaultValue="told" className={small}>
          <option value="told">{kindText(facts, providerName)}</option>
          <option value="physical">All are sent</option>
          <option value="digital">All are delivered by itself, such as downloads</option>
        </Select>
      </Choice>
      <Choice id="stock" label="Stock to begin with">
        <Select id="stock" name="stock" defaultValue="told" className={small}>
          <option value="told">{stockText(facts, providerName)}</option>
          <option value="unlimited">All unlimited</option>
          <option value="units">As many of each as written here:</option>
        </Select>
        <Input
          name="units"
          aria-label="Units of each"
          inputMode="numeric"
          pattern="[0-9]{1,6}"
          defaultValue="0"
          autoComplete="off"
          className="hidden min-h-9 w-28 px-2 py-1 text-right tabular-nums group-has-[[value=units]:checked]:block md:text-sm"
        />
      </Choice>
    </div>
  )
}

function Choice({ id, label, children }: { id: string; label: string; children: ReactNode }) {
  return (
    <div className="group grid content-start gap-1">
      <label htmlFor={id} className="text-muted text-xs">
        {label}
      </label>
      {children}
    </div>
  )
}
