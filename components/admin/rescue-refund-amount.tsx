import { Input } from '@/components/ui/input'
import { SubmitButton } from './submit-button'

type RescueRefundAmountProps = { paymentId: number; currency: string; action: (form: FormData) => Promise<void> }

/** Takes what a person read in the provider's dashboard. */
export function RescueRefundAmount({ paymentId, currency, action }: RescueRefundAmountProps) {
  const id = `refund-amount-${paymentId}`
  return (
    <form action={action} className="grid gap-2">
      <input type="hidden" name="paymentId" value={paymentId} />
      <label htmlFor={id} className="font-medium text-xs">
        Amount that went back ({currency})
      </label>
      <Input
        id={id}
        name="amount"
        required
        inputMode="decimal"
        pattern="[0-9]{1,9}([.,][0-9]{1,3})?"
        title="An amount such as 12.50"
        className="min-h-9 px-2 py-1 md:text-sm"
      />
      <SubmitButton size="small">Record this refund</SubmitButton>
    </form>
  )
}
