const longestReason = 400

type Tagged = { refundId: number; orderNumber: number | null; reason: string }

/**
 * The reason as the provider gets it. It begins with our own refund's number, by which a refund whose answer was lost is
 * recognised in the provider's list: its API has no key of ours. Pure.
 */
export function taggedReason({ refundId, orderNumber, reason }: Tagged): string {
  const order = orderNumber === null ? '' : `Order ${orderNumber}, `
  return `${order}refund ${refundId}: ${reason}`.slice(0, longestReason)
}

/** The number of our refund that a reason of the provider's names; null when it names none. Pure. */
export function refundIdInReason(reason: string | null): number | null {
  const digits = /^(?:Order \d{1,10}, )?refund (\d{1,9}):/.exec(reason ?? '')?.[1]
  return digits === undefined ? null : Number(digits)
}
