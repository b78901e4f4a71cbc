import type { ReactNode } from 'react'
import { Button } from '@/components/ui/button'
import { cn } from '@/components/ui/class-names'
import { Input } from '@/components/ui/input'
import { Select } from '@/components/ui/select'
import { type DeliveryFilter as Filter, inboxStates, inboxStateTexts } from '@/lib/webhooks/model'

const control = 'md:text-sm'

function Labelled({
  id,
  label,
  className,
  children,
}: {
  id: string
  label: string
  className?: string
  children: ReactNode
}) {
  return (
    <div className={cn('grid gap-1', className)}>
      <label htmlFor={id} className="font-medium text-xs">
        {label}
      </label>
      {children}
    </div>
  )
}

/** Which deliveries are listed; one form for all of it, so that it works without JavaScript. */
export function DeliveryFilter({ filter, timeZone }: { filter: Filter; timeZone: string }) {
  const { state, search, from, to } = filter
  return (
    <form
      action="/admin/webhooks"
      aria-label="Filter deliveries"
      key={JSON.stringify(filter)}
      className="flex flex-wrap items-end gap-3"
    >
      <Labelled id="state" label="Verdict">
        <Select id="state" name="state" defaultValue={state ?? ''}>
          <option value="">All</option>
          {inboxStates.map((one) => (
            <option key={one} value={one}>
              {inboxStateTexts[one]}
            </option>
          ))}
        </Select>
      </Labelled>
      <Labelled id="from" label={`From (${timeZone})`}>
        <Input id="from" type="datetime-local" name="from" defaultValue={from} className={control} />
      </Labelled>
      <Labelled id="to" label={`To (${timeZone})`}>
        <Input id="to" type="datetime-local" name="to" defaultValue={to} className={control} />
      </Labelled>
      <Labelled id="q" label="Provider’s order or order number" className="w-full max-w-xs">
        <Input
          id="q"
          type="search"
          name="q"
          defaultValue={search}
          autoComplete="off"
          spellCheck={false}
          className={control}
        />
      </Labelled>
      <Button type="submit" size="small" className="min-h-11">
        Show
      </Button>
    </form>
  )
}
