/** The event with which a page tells the header how many items the cart holds now. */
const cartCountEvent = 'pocketshop:cart-count'

export function announceCartCount(count: number): void {
  window.dispatchEvent(new CustomEvent(cartCountEvent, { detail: count }))
}

/** Calls `listen` with each announced count until the returned function is called. */
export function onCartCount(listen: (count: number) => void): () => void {
  const handle = (event: Event) => {
    if (event instanceof CustomEvent && typeof event.detail === 'number') listen(event.detail)
  }
  window.addEventListener(cartCountEvent, handle)
  return () => window.removeEventListener(cartCountEvent, handle)
}

/** False when this browser cannot have a cart, so that asking the server would be for nothing. */
export function mayHaveCart(): boolean {
  return /(?:^|;\s*)pocketshop_cart_hint=1(?:;|$)/.test(document.cookie)
}
