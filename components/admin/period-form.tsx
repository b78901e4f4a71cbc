import Form from 'next/form'
import { Button } from '@/components/ui/button'
import { Input } from '@/components/ui/input'
import { Select } from '@/components/ui/select'
import type { MatchPeriod } from '@/lib/reconciliation/model'

type PeriodFormProps = { period: MatchPeriod; providers: { id: string; name: string }[]; provider: string | null }

export function PeriodForm({ period: { fromDay, toDay }, providers, provider }: PeriodFormProps) {
  return (
    <Form action="/admin/money" prefetch={false} className="flex flex-wrap items-end gap-3">
      {providers.length > 1 && (
        <div className="grid gap-1">
          <label htmlFor="provider" className="font-medium text-xs">
            Provider
          </label>
          <Select id="provider" name="provider" defaultValue={provider ?? ''}>
            {providers.map(({ id, name }) => (
              <option key={id} value={id}>
                {name}
              </option>
            ))}
          </Select>
        </div>
      )}
      <DayField name="from" label="From" day={fromDay} />
      <DayField name="to" label="To" day={toDay} />
      <Button type="submit" size="small" className="min-h-9">
        Compare
      </Button>
    </Form>
  )
}

function DayField({ name, label, day }: { name: string; label: string; day: string }) {
  return (
    <div className="grid gap-1">
      <label htmlFor={name} className="font-medium text-xs">
        {label}
      </label>
      <Input
        id={name}
        name={name}
        type="date"
        required
        defaultValue={day}
        key={day}
        className="min-h-9 py-1 md:text-sm"
      />
    </div>
  )
}
