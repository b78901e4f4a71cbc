import type { ReactNode } from 'react'

export type Fact = { name: string; value: ReactNode }

/** Names and values in two columns; facts without a value are left out. */
export function Facts({ facts }: { facts: Fact[] }) {
  return (
    <dl className="grid grid-cols-[minmax(6rem,auto)_1fr] gap-x-4 gap-y-1 text-xs">
      {facts.filter(hasValue).map(({ name, value }) => (
        <div key={name} className="col-span-2 grid grid-cols-subgrid">
          <dt className="text-muted">{name}</dt>
          <dd className="min-w-0 break-words">{value}</dd>
        </div>
      ))}
    </dl>
  )
}

/** The same, side by side: each name above its value. */
export function FactStrip({ facts }: { facts: Fact[] }) {
  return (
    <dl className="flex flex-wrap gap-x-8 gap-y-2 text-xs">
      {facts.filter(hasValue).map(({ name, value }) => (
        <div key={name}>
          <dt className="text-muted">{name}</dt>
          <dd className="text-sm">{value}</dd>
        </div>
      ))}
    </dl>
  )
}

const hasValue = ({ value }: Fact) => value !== null && value !== undefined && value !== ''

/** An id of a provider: whole, selectable at once, never breaking the layout. */
export function Identifier({ children }: { children: string }) {
  return <code className="select-all break-all text-xs">{children}</code>
}
