import type { EditableVariant } from '@/lib/catalog/model'
import { LinkField } from './link-field'

/** A provider at which a variant can stand for something. */
export type LinkTo = { provider: string; name: string }

type VariantLinksProps = {
  id: string
  variant: EditableVariant
  linkTo: LinkTo[]
  /** What is shown in each field, by provider. */
  values: Record<string, string>
  isPending: boolean
  labelStyle: string
}

/** What a variant is at each provider: one field in its row, several folded away below it until one is filled in. */
export function VariantLinks(props: VariantLinksProps) {
  const { linkTo, values } = props
  if (linkTo.length <= 1) return <Fields {...props} />
  const linked = linkTo.filter(({ provider }) => values[provider])
  return (
    <details open={linked.length > 0} className="col-span-2 text-xs md:col-span-4">
      <summary className="w-fit rounded-md py-1 text-muted hover:text-ink">Ids at the providers</summary>
      <div className="grid gap-x-4 gap-y-2 pt-1 pb-2 sm:grid-cols-3">
        <Fields {...props} labelStyle="text-muted text-xs" />
      </div>
    </details>
  )
}

function Fields({ id, variant, linkTo, values, isPending, labelStyle }: VariantLinksProps) {
  return linkTo.map(({ provider, name }) => (
    <LinkField
      key={provider}
      id={`${id}-${provider}`}
      provider={provider}
      label={`${name} id`}
      labelStyle={labelStyle}
      value={values[provider] ?? ''}
      link={variant.links.find((one) => one.provider === provider) ?? null}
      isPending={isPending}
    />
  ))
}
