/** On every cached answer: expires all of them. */
export const everythingTag = 'everything'

/** Home, lists, categories, and what a product's page shows of other products. */
export const catalogueTag = 'catalogue'

/** What comes from the environment: the shop's name, its address. */
export const shopTag = 'shop'

/** On what shows one product. */
export const productTag = (slug: string): string => `product:${slug}`
