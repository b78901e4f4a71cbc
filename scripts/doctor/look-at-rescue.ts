import { systemClock } from '@/lib/clock'
import { readConfirmations } from '@/lib/rescue/confirmations'
import { listRescue } from '@/lib/rescue/list-rescue'
import { confirmationWayTexts } from '@/lib/rescue/model'
import { type Finding, good, note } from './finding'

/** What waits for a person, and how the orders of the last week were confirmed. */
export async function lookAtRescue(): Promise<Finding[]> {
  const [items, confirmations] = await Promise.all([listRescue(systemClock), readConfirmations(systemClock)])
  const ways = confirmations.ways
    .filter(({ count }) => count > 0)
    .map(({ way, count, slowSeconds }) => {
      const speed = slowSeconds === null ? '' : ` (95 % within ${slowSeconds.toFixed(1)} s)`
      return `${confirmationWayTexts[way].toLowerCase()} ${count}${speed}`
    })
  return [
    items.length === 0
      ? good('Rescue', 'nothing needs you')
      : note('Rescue', `${items.length} in the list; see /admin/rescue`),
    note('Confirmed in 7 days', ways.join(', ') || 'no order was paid'),
  ]
}
