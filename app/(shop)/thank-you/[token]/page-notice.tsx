import { Alert } from '@/components/ui/alert'
import { Button, buttonStyles } from '@/components/ui/button'
import type { PageState } from '@/lib/checkout/look-at-page'
import { payableStatuses, type ShopperOrder } from '@/lib/orders/model'

type PageNoticeProps = { token: string; order: ShopperOrder; page: PageState }

/** What the payment page that the shopper came back from still asks for: nothing, another step, or a new start. */
export function PageNotice({ token, order, page }: PageNoticeProps) {
  const mayPay = order.paymentUrl !== null && payableStatuses.includes(order.status)
  if (!mayPay || page.state === 'complete') return null
  if (page.state === 'expired') {
    return (
      <Alert tone="warn" title="The payment page has expired, and nothing was charged.">
        <form method="post" action={`/api/orders/${token}/pay`} className="mt-3">
          <Button type="submit" look="primary">
            Start the payment again
          </Button>
        </form>
      </Alert>
    )
  }
  if (page.continueUrl === null) return null
  return (
    <Alert title="One step is left before your payment is complete.">
      <p className="mt-3">
        <a href={page.continueUrl} className={buttonStyles({ look: 'primary' })}>
          Continue the payment
        </a>
      </p>
    </Alert>
  )
}
