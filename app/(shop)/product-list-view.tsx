import { notFound } from 'next/navigation'
import { Pagination } from '@/components/product/pagination'
import { ProductGrid } from '@/components/product/product-grid'
import { SortLinks } from '@/components/product/sort-links'
import { EmptyState } from '@/components/ui/empty-state'
import { LinkButton } from '@/components/ui/link-button'
import { getProductList } from '@/lib/catalog/cached'
import type { Sort } from '@/lib/catalog/model'

type ProductListViewProps = {
  title: string
  intro: string
  category: string | null
  sort: Sort
  page: number
}

/** One page of a list, the same for all things and for a category. Answers 404 behind the last page. */
export async function ProductListView({ title, intro, category, sort, page }: ProductListViewProps) {
  const list = await getProductList({ category, sort, page })
  if (!list) notFound()
  return (
    <>
      <div className="grid gap-3">
        <h1 className="text-3xl md:text-4xl">{title}</h1>
        <p className="max-w-prose text-lg text-muted">{intro}</p>
      </div>
      {list.total === 0 ? (
        <EmptyState
          title="Nothing here yet"
          pictureSrc="/pictures/empty-cart.svg"
          action={<LinkButton href="/products">See everything</LinkButton>}
        >
          <p>This shelf is being filled. The others are not empty.</p>
        </EmptyState>
      ) : (
        <>
          <div className="mt-8 mb-6 flex flex-wrap items-baseline justify-between gap-x-8 gap-y-2 border-line border-b pb-2">
            <SortLinks category={category} current={sort} />
            <p className="text-muted text-sm tabular-nums">
              {list.total} {list.total === 1 ? 'thing' : 'things'}
            </p>
          </div>
          <ProductGrid cards={list.cards} headingLevel="h2" eager />
          <Pagination category={category} sort={sort} page={list.page} pageCount={list.pageCount} />
        </>
      )}
    </>
  )
}
