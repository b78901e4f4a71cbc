import type { Element, Offer } from './model'

/** What a buyer stands before: one offer's page, or an element's. */
export type Page = { path: string; offers: Offer[]; element: Element | null }

export type SaleForm = {
  email: string
  country: string
  discountCode: string
  quantity: number
  card?: string | undefined
  authentication?: 'done' | 'failed' | undefined
  customFields: Record<string, string>
}
