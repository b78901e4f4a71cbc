/** A provider as the shop, its database and its addresses call it. */
export type ProviderId = 'pocketsflow' | 'fungies' | 'flex'

/** Whether money is real there. */
export type Mode = 'test' | 'live'
