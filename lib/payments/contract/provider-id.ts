/** Every provider that this shop has an adapter for, as the shop, its database and its addresses call it. */
export const providerIds = ['pocketsflow', 'fungies', 'flex'] as const

export type ProviderId = (typeof providerIds)[number]

/** Whether money is real there. */
export type Mode = 'test' | 'live'
