import { Textarea } from '@/components/ui/textarea'

const labelStyle = 'font-medium text-xs'

/** What every refund form carries: which order, its own key, which kind. */
type RefundHiddenProps = { orderNumber: number; requestKey: string; currency: string; kind: string }

export function RefundHidden({ orderNumber, requestKey, currency, kind }: RefundHiddenProps) {
  return (
    <>
      <input type="hidden" name="number" value={orderNumber} />
      <input type="hidden" name="requestKey" value={requestKey} />
      <input type="hidden" name="currency" value={currency} />
      <input type="hidden" name="kind" value={kind} />
    </>
  )
}

export function ReasonField({ id, hint }: { id: string; hint: string }) {
  return (
    <div className="grid gap-1">
      <label htmlFor={`${id}-reason`} className={labelStyle}>
        Reason
      </label>
      <Textarea
        id={`${id}-reason`}
        name="reason"
        required
        minLength={3}
        maxLength={300}
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

export function RestockField({ checked }: { checked: boolean }) {
  return (
    <label className="flex items-center gap-2 text-sm">
      <input type="checkbox" name="restock" defaultChecked={checked} className="size-4" />
      Put the items back on the shelf
    </label>
  )
}
