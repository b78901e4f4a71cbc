import type { Metadata } from 'next'
import { ProductListView } from '../product-list-view'
import { everythingList } from './everything-list'

export const ensureStatic = 'navigation'

export const metadata: Metadata = {
  title: everythingList.title,
  description: everythingList.intro,
  alternates: { canonical: '/products' },
}

export default function ProductsPage() {
  return <ProductListView {...everythingList} category={null} sort="newest" page={1} />
}
