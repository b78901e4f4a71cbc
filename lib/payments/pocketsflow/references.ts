/** An order number or nonce as it came back from metadata; null when it can be neither. Pure. */
export function referenceText(value: unknown): string | null {
  if (typeof value === 'number' && Number.isSafeInteger(value)) return String(value)
  return typeof value === 'string' && /^[\w-]{1,64}$/.test(value) ? value : null
}

type Referring = { metadata?: Record<string, unknown> | null; clientReferenceId?: string | null }

/** The order number from our metadata, else from the client reference that carries it too. Pure. */
export function orderNumberOf({ metadata, clientReferenceId }: Referring): string | null {
  return referenceText(metadata?.external_order_id) ?? referenceText(clientReferenceId)
}
