import { Input } from '@/components/ui/input'
import type { VariantLink } from '@/lib/catalog/model'
import { Labelled } from './labelled'
import { MappingState } from './mapping-state'

type LinkFieldProps = {
  id: string
  provider: string
  label: string
  labelStyle: string
  value: string
  link: VariantLink | null
  isPending: boolean
}

/** What a variant is at one provider, and how both agreed when they were last compared. */
export function LinkField({ id, provider, label, labelStyle, value, link, isPending }: LinkFieldProps) {
  return (
    <Labelled htmlFor={id} label={label} labelStyle={labelStyle}>
      <Input
        id={id}
        name={`link-${provider}`}
        readOnly={isPending}
        autoComplete="off"
        spellCheck={false}
        maxLength={100}
        key={value}
        defaultValue={value}
        className="min-h-9 px-2 py-1 md:text-sm"
      />
      {link && <MappingState state={link.state} problem={link.problem} />}
    </Labelled>
  )
}
