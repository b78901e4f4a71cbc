import { Input } from '@/components/ui/input'
import { SubmitButton } from './submit-button'

type RescueAttachProps = { paymentId: number; action: (form: FormData) => Promise<void> }

const inputStyle = 'min-h-9 px-2 py-1 md:text-sm'

/** Gives money to an order by a merchant's choice; opens in place. */
export function RescueAttach({ paymentId, action }: RescueAttachProps) {
  const id = `attach-${paymentId}`
  return (
    <details className="w-full rounded-md border border-line-strong">
      <summary className="flex min-h-8 items-center px-3 py-1 font-semibold text-sm hover:bg-sunken">
        Give it to an order
      </summary>
      <form action={action} className="grid gap-2 border-line border-t p-3">
        <input type="hidden" name="paymentId" value={paymentId} />
        <label htmlFor={`${id}-number`} className="font-medium text-xs">
          Order number
        </label>
        <Input
          id={`${id}-number`}
          name="number"
          required
          inputMode="numeric"
          pattern="[0-9]{1,9}"
          title="The order’s number, digits only"
          className={inputStyle}
        />
        <label htmlFor={`${id}-reason`} className="font-medium text-xs">
          Reason, for the timeline
        </label>
        <Input id={`${id}-reason`} name="reason" required minLength={3} maxLength={500} className={inputStyle} />
        <SubmitButton size="small">Give it to this order</SubmitButton>
      </form>
    </details>
  )
}
