import { CircleSlash, PackageCheck, PenLine, RefreshCw } from 'lucide-react'
import type { ReactNode } from 'react'
import { ReasonField } from './reason-field'
import { SubmitButton } from './submit-button'

type OrderAction = (form: FormData) => Promise<void>

type OrderActionsProps = {
  orderNumber: number
  /** Only what is possible now is given. */
  fulfil: OrderAction | null
  recheck: OrderAction | null
  cancel: OrderAction | null
  markPaid: OrderAction | null
  providerName: string
}

export function OrderActions({ orderNumber, fulfil, recheck, cancel, markPaid, providerName }: OrderActionsProps) {
  const number = <input type="hidden" name="number" value={orderNumber} />
  if (!fulfil && !recheck && !cancel && !markPaid) return <p className="text-muted">There is nothing to do.</p>
  return (
    <div className="grid gap-2">
      {fulfil && (
        <PressForm action={fulfil} number={number} isMain>
          <PackageCheck aria-hidden strokeWidth={1.5} />
          Mark as fulfilled
        </PressForm>
      )}
      {recheck && (
        <PressForm action={recheck} number={number}>
          <RefreshCw aria-hidden strokeWidth={1.5} />
          Check with {providerName}
        </PressForm>
      )}
      {markPaid && (
        <ReasonForm
          action={markPaid}
          id="mark-paid"
          icon={<PenLine aria-hidden strokeWidth={1.5} className="size-4" />}
          title="Mark as paid by hand"
          hint="For money that reached you another way. A payment that the provider knows of is found by checking. Your reason stays in the timeline."
        >
          {number}
        </ReasonForm>
      )}
      {cancel && (
        <ReasonForm
          action={cancel}
          id="cancel"
          icon={<CircleSlash aria-hidden strokeWidth={1.5} className="size-4" />}
          title="Cancel this order"
          hint="Its stock becomes free. Should a payment still come, the order tells you. Your reason stays in the timeline."
        >
          {number}
        </ReasonForm>
      )}
    </div>
  )
}

type PressFormProps = { action: OrderAction; isMain?: boolean; number: ReactNode; children: ReactNode }

/** One button and nothing to fill in. */
function PressForm({ action, isMain = false, number, children }: PressFormProps) {
  return (
    <form action={action}>
      {number}
      <SubmitButton {...(isMain && { look: 'primary' })} size="small" wide>
        {children}
      </SubmitButton>
    </form>
  )
}

type ReasonFormProps = {
  action: OrderAction
  id: string
  icon: ReactNode
  title: string
  hint: string
  children: ReactNode
}

/** Opens in place and works before JavaScript. */
function ReasonForm({ action, id, icon, title, hint, children }: ReasonFormProps) {
  return (
    <details className="rounded-md border border-line-strong">
      <summary className="flex min-h-8 items-center justify-center gap-2 rounded-md px-3 py-1 text-center font-semibold hover:bg-sunken">
        {icon}
        {title}
      </summary>
      <form action={action} className="grid gap-2 border-line border-t p-3">
        {children}
        <ReasonField id={id} hint={hint} maxLength={500} />
        <SubmitButton look="danger" size="small">
          {title}
        </SubmitButton>
      </form>
    </details>
  )
}
