import type { ReactNode } from 'react'
import { Input } from '@/components/ui/input'
import { Money } from '@/components/ui/money'
import type { WallClock } from '@/lib/back-office/model'
import { subscriptionStateTexts, type UnmatchedRow } from '@/lib/subscriptions/model'
import { Identifier } from './facts'
import { Moment } from './moment'
import { ReasonField } from './reason-field'
import { SubmitButton } from './submit-button'

type Act = (form: FormData) => Promise<void>

type UnmatchedSubscriptionsProps = {
  rows: UnmatchedRow[]
  wall: WallClock
  /** Null for those who may not decide. */
  forms: { place: Act; setAside: Act } | null
}

/** Subscriptions at providers that no order explains, each with what a merchant can decide; works before JavaScript. */
export function UnmatchedSubscriptions({ rows, wall, forms }: UnmatchedSubscriptionsProps) {
  return (
    <ul className="rounded-md border border-line bg-surface">
      {rows.map((row) => (
        <li
          key={row.id}
          className="grid gap-x-6 gap-y-3 border-line border-b p-4 last:border-b-0 md:grid-cols-[minmax(0,1fr)_18rem]"
        >
          <Told row={row} wall={wall} />
          {row.setAside === null && forms && <Choices row={row} forms={forms} />}
        </li>
      ))}
    </ul>
  )
}

function Told({ row, wall }: { row: UnmatchedRow; wall: WallClock }) {
  const { provider, mode, providerSubscriptionId, state, buyerEmail, since, paid, setAside } = row
  return (
    <div className="grid content-start gap-1">
      <p className="wrap-anywhere">
        <Identifier>{providerSubscriptionId}</Identifier> at {provider}
        {mode === 'test' && ', test mode'}
      </p>
      <p className="text-muted text-xs">
        {subscriptionStateTexts[state]}, since <Moment at={since} wall={wall} />
        {buyerEmail && <>, by {buyerEmail}</>}
      </p>
      <p>{paid ? <>Paid so far: {<Money {...paid} />}</> : 'The provider does not tell what was paid for it.'}</p>
      {setAside && (
        <p className="wrap-anywhere text-muted">
          Set aside by {setAside.by ?? 'a merchant'}, <Moment at={setAside.at} wall={wall} />: {setAside.reason}
        </p>
      )}
    </div>
  )
}

function Choices({ row, forms }: { row: UnmatchedRow; forms: { place: Act; setAside: Act } }) {
  const id = `unmatched-${row.id}`
  return (
    <div className="grid content-start gap-2">
      <Choice title="Give it to an order" row={row} action={forms.place}>
        <label htmlFor={`${id}-number`} className="font-medium text-xs">
          Order number
        </label>
        <Input
          id={`${id}-number`}
          name="orderNumber"
          required
          inputMode="numeric"
          pattern="[0-9]{1,9}"
          title="The order’s number, digits only"
          className="min-h-9 px-2 py-1 md:text-sm"
        />
        <ReasonField id={`${id}-place`} hint="It stays in the order’s timeline." maxLength={500} />
        <SubmitButton size="small">Give it to this order</SubmitButton>
      </Choice>
      <Choice title="It is none of this shop’s" row={row} action={forms.setAside}>
        <ReasonField id={`${id}-aside`} hint="It stays beside the subscription." maxLength={500} />
        <SubmitButton size="small">Set it aside</SubmitButton>
      </Choice>
    </div>
  )
}

function Choice(props: { title: string; row: UnmatchedRow; action: Act; children: ReactNode }) {
  return (
    <details className="rounded-md border border-line-strong">
      <summary className="flex min-h-8 items-center px-3 py-1 font-semibold text-sm hover:bg-sunken">
        {props.title}
      </summary>
      <form action={props.action} className="grid gap-2 border-line border-t p-3">
        <input type="hidden" name="unmatchedId" value={props.row.id} />
        {props.children}
      </form>
    </details>
  )
}
