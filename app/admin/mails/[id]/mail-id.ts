/** A mail's id as its address names it; null when it is none. */
export const readMailId = (text: string): number | null => (/^[1-9]\d{0,8}$/.test(text) ? Number(text) : null)
