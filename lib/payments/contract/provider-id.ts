/** A provider as the shop, its database and its addresses call it. */
export type ProviderId = (typeof providerIds)[number]

export const providerIds = ['pocketsflow', 'fungies', 'flex'] as const

/** Whether money is real there. */
export type Mode = 'test' | 'live'
