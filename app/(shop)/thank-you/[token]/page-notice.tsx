import { Alert } from '@/components/ui/alert'
import { Button, buttonStyles } from '@/components/ui/button'
import type { PageState } from '@/lib/checkout/look-at-page'
import { payableStatuses, type ShopperOrder } from '@/lib/orders/model'

type PageNoticeProps = { token: string; page: PageState }

/** Whether the payment page that the shopper came back from asks for another step, or a new start. */
export function asksForMore(order: ShopperOrder, page: PageState): boolean {
  const mayPay = order.paymentUrl !== null && payableStatuses.includes(order.status)
  return mayPay && (page.state === 'expired' || (page.state === 'open' && page.continueUrl !== null))
}

/** What the page still asks for. */
export function PageNotice({ token, page }: PageNoticeProps) {
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
