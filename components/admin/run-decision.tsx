import { Select } from '@/components/ui/select'
import { appliedByKind, type ImportFacts, type RunView, type Verdict } from '@/lib/catalog-sync/model'
import { ImportChoices } from './import-choices'
import { Box } from './panel'
import { SubmitButton } from './submit-button'

type FormAction = (form: FormData) => Promise<void>

type RunDecisionProps = {
  run: RunView
  providerName: string
  categories: { id: number; name: string }[]
  facts: ImportFacts
  actions: { decide: FormAction; drop: FormAction }
}

const counted = (count: number, one: string, many: string) =>
  count === 1 ? `1 ${one}` : `${count.toLocaleString('en-US')} ${many}`

function choiceText(verdict: Verdict, count: number, providerName: string): string {
  if (verdict === 'new') return `Import ${counted(count, 'product', 'products')} as drafts, hidden from shoppers`
  if (verdict === 'price') return `Take ${counted(count, 'price', 'prices')} from ${providerName}`
  if (verdict === 'create_there') return `Create ${counted(count, 'product', 'products')} at ${providerName}`
  if (verdict === 'update_there')
    return `Change price and name of ${counted(count, 'product', 'products')} at ${providerName}`
  return `Note ${counted(count, 'new name', 'new names')} there; your own names stay`
}

/** What the merchant wants applied of what was found. Prices are not chosen beforehand: they are money. */
export function RunDecision({ run, providerName, categories, facts, actions }: RunDecisionProps) {
  const choices = appliedByKind[run.kind].filter((verdict) => (run.counts[verdict] ?? 0) > 0)
  return (
    <Box className="grid max-w-2xl gap-4">
      <form action={actions.decide} className="grid gap-4">
        <input type="hidden" name="run" value={run.id} />
        <fieldset className="grid gap-2">
          <legend className="mb-2 font-semibold">What is to be done?</legend>
          {choices.map((verdict) => (
            <label key={verdict} className="flex items-start gap-2">
              <input
                type="checkbox"
                name="apply"
                value={verdict}
                defaultChecked={verdict !== 'price'}
                className="mt-0.5 size-4 shrink-0"
              />
              {choiceText(verdict, run.counts[verdict] ?? 0, providerName)}
            </label>
          ))}
        </fieldset>
        {choices.includes('new') && (
          <>
            <CategoryField categories={categories} />
            <ImportChoices facts={facts} providerName={providerName} />
          </>
        )}
        <SubmitButton look="primary" size="small" className="justify-self-start">
          Apply what is ticked
        </SubmitButton>
      </form>
      <form action={actions.drop} className="border-line border-t pt-4">
        <input type="hidden" name="run" value={run.id} />
        <SubmitButton size="small">Leave everything as it is</SubmitButton>
      </form>
    </Box>
  )
}

function CategoryField({ categories }: Pick<RunDecisionProps, 'categories'>) {
  const imported = categories.find(({ name }) => name === 'Imported')
  return (
    <div className="grid max-w-xs gap-1">
      <label htmlFor="category" className="text-muted text-xs">
        Category for new products
      </label>
      <Select id="category" name="category" defaultValue={imported?.id ?? ''} className="[&_select]:md:text-sm">
        {!imported && <option value="">Imported (a new category)</option>}
        {categories.map(({ id, name }) => (
          <option key={id} value={id}>
            {name}
          </option>
        ))}
      </Select>
    </div>
  )
}
