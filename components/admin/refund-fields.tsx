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

export function RestockField({ checked }: { checked: boolean }) {
  return (
    <label className="flex items-center gap-2 text-sm">
      <input type="checkbox" name="restock" defaultChecked={checked} className="size-4" />
      Put the items back on the shelf
    </label>
  )
}
