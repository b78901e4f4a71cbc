import { z } from 'zod'

export type ProductFilter = { search: string; page: number }

const pageNumber = z.coerce.number().int().min(1).max(10_000).catch(1)

/** Reads the product list's state from its address; what makes no sense counts as not given. */
export function readProductFilter(params: Record<string, string | string[] | undefined>): ProductFilter {
  const search = typeof params.q === 'string' ? params.q.trim() : ''
  return { search, page: pageNumber.parse(params.page ?? 1) }
}

/** The address of a state of the product list. */
export function productListPath({ search, page }: ProductFilter): string {
  const query = new URLSearchParams({ ...(search && { q: search }), ...(page > 1 && { page: String(page) }) })
  return query.size > 0 ? `/admin/products?${query}` : '/admin/products'
}
