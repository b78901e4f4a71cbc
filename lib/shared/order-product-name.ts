/** What a product is called that carries one order, or one line of it (`part`, from 1), at a provider. Pure. */
export const orderProductName = (shopName: string, orderNumber: number | string, part: number | null = null): string =>
  `${shopName} order ${orderNumber}${part === null ? '' : `, part ${part}`}`

/** The order that a product of such a name was made for; null for any other name. Pure. */
export function orderNumberInName(shopName: string, productName: string): number | null {
  const named = new RegExp(`^${RegExp.escape(shopName)} order (\\d{1,9})(?:, part \\d+)?$`)
  const digits = named.exec(productName)?.[1]
  return digits ? Number(digits) : null
}
