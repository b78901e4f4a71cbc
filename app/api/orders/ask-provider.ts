import { systemClock } from '@/lib/clock'
import { log } from '@/lib/log'
import { checkWaitingOrders } from '@/lib/reconciliation/check-newest'

/** Asks the provider for a waiting shopper, if it may be asked now. What goes wrong is logged: the status is told anyway. */
export async function askProvider(orderId: number): Promise<void> {
  try {
    await checkWaitingOrders({ orderId, clock: systemClock })
  } catch (error) {
    log().warn({ err: error, orderId }, 'a waiting order could not be checked')
  }
}
