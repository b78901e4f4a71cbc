import { Textarea } from '@/components/ui/textarea'

type ReasonFieldProps = { id: string; hint: string; maxLength: number }

/** Why a merchant does something; it stays in the order's timeline. */
export function ReasonField({ id, hint, maxLength }: ReasonFieldProps) {
  return (
    <div className="grid gap-1">
      <label htmlFor={`${id}-reason`} className="font-medium text-xs">
        Reason
      </label>
      <Textarea
        id={`${id}-reason`}
        name="reason"
        required
        minLength={3}
        maxLength={maxLength}
        rows={2}
        aria-describedby={`${id}-hint`}
        className="md:text-sm"
      />
      <p id={`${id}-hint`} className="text-muted text-xs">
        {hint}
      </p>
    </div>
  )
}
