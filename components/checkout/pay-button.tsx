import { Lock } from 'lucide-react'
import { Button } from '@/components/ui/button'
import { Spinner } from '@/components/ui/spinner'

/** Names the amount; while the payment page is being opened a second press does nothing. */
export function PayButton({ amount, isPending }: { amount: string; isPending: boolean }) {
  return (
    <div className="grid gap-2">
      <Button type="submit" look="primary" size="large" wide disabled={isPending}>
        {isPending ? <Spinner /> : <Lock aria-hidden strokeWidth={1.5} />}
        Pay {amount}
      </Button>
      <p role="status" className="min-h-6 text-center text-muted text-sm">
        {isPending && 'Opening the payment page. This can take a few seconds.'}
      </p>
    </div>
  )
}
