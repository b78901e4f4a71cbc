import { SubmitButton } from './submit-button'

type RescueLetGoProps = { orderNumber: number; names: string; action: (form: FormData) => Promise<void> }

/** Frees an order that nobody can be asked about, once a person has looked; opens in place. */
export function RescueLetGo({ orderNumber, names, action }: RescueLetGoProps) {
  return (
    <details className="w-full rounded-md border border-line-strong">
      <summary className="flex min-h-8 items-center px-3 py-1 font-semibold text-sm hover:bg-sunken">Let it go</summary>
      <form action={action} className="grid gap-2 border-line border-t p-3">
        <input type="hidden" name="number" value={orderNumber} />
        <p className="text-xs">
          It expires and its stock is free again. Should it have been paid after all, it becomes paid late, or needs
          review when the goods are gone.
        </p>
        <label className="flex items-start gap-2 text-xs">
          <input type="checkbox" name="seen" value="yes" required className="mt-0.5" />I have looked in the dashboard of{' '}
          {names}: there is no payment for order {orderNumber}.
        </label>
        <SubmitButton size="small">Let it go</SubmitButton>
      </form>
    </details>
  )
}
