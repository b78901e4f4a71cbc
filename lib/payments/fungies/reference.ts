/** What an order's offer is known by on our side: order number, attempt and nonce. */
export type OfferReference = { orderNumber: string; nonce: string }

const shape = /^(\d{1,9})-\d{1,9}-([\w-]{8,64})$/

/** The `externalId` of an order's offer; Fungies calls it `internalId` when it tells it. Pure. */
export const referenceOf = (order: { orderNumber: string; attempt: number; nonce: string }): string =>
  `${order.orderNumber}-${order.attempt}-${order.nonce}`

/** Null for anything that is no reference of ours. Pure. */
export function readReference(text: string | null | undefined): OfferReference | null {
  const [, orderNumber, nonce] = shape.exec(text ?? '') ?? []
  return orderNumber && nonce ? { orderNumber, nonce } : null
}
