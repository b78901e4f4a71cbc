import { LinkButton } from '@/components/ui/link-button'
import type { RescueItem } from '@/lib/rescue/model'
import { formatMoney } from '@/lib/shared/money'
import { RescueLetGo } from './rescue-let-go'
import { RescueRefundAmount } from './rescue-refund-amount'
import { SubmitButton } from './submit-button'

type RescueAct = (form: FormData) => Promise<void>

/** `attach` is null for those who may not say that an order is paid. */
export type RescueForms = {
  refund: RescueAct
  look: RescueAct
  checkRefunds: RescueAct
  enterRefund: RescueAct
  letGo: RescueAct
  attach: RescueAct | null
}

type RescueButtonProps = { item: RescueItem; requestKey: string; forms: RescueForms }

/** The one thing to do about it. */
export function RescueButton({ item, requestKey, forms }: RescueButtonProps) {
  const { action } = item
  switch (action.do) {
    case 'open':
      return (
        <>
          <LinkButton href={action.path} prefetch={false} size="small">
            {action.text}
          </LinkButton>
          {item.kind === 'refund_failed' && <Look item={item} action={forms.look} />}
        </>
      )
    case 'refund':
      return (
        <form action={forms.refund}>
          <input type="hidden" name="paymentId" value={action.paymentId} />
          <input type="hidden" name="number" value={action.orderNumber ?? ''} />
          <input type="hidden" name="requestKey" value={`${requestKey}-${action.paymentId}`} />
          <SubmitButton look="danger" size="small">
            Refund {item.atRisk ? formatMoney(item.atRisk) : 'it'}
          </SubmitButton>
        </form>
      )
    case 'check_refunds':
      return (
        <form action={forms.checkRefunds}>
          <SubmitButton size="small">Look for it now</SubmitButton>
        </form>
      )
    case 'enter_refund':
      return <RescueRefundAmount {...action} action={forms.enterRefund} />
    case 'let_go':
      return <RescueLetGo {...action} action={forms.letGo} />
    case 'looked_at':
      return <Look item={item} action={forms.look} />
  }
}

function Look({ item, action }: { item: RescueItem; action: RescueAct }) {
  return (
    <form action={action}>
      <input type="hidden" name="key" value={item.key} />
      <input type="hidden" name="number" value={item.orderNumber ?? ''} />
      <SubmitButton size="small">I have looked at it</SubmitButton>
    </form>
  )
}
