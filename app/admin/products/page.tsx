import type { Metadata } from 'next'
import Link from 'next/link'
import { NoticeRegion } from '@/components/admin/notice-region'
import { Pager } from '@/components/admin/pager'
import { ProductEditor } from '@/components/admin/product-editor'
import { SearchForm } from '@/components/admin/search-form'
import { EmptyState } from '@/components/ui/empty-state'
import { LinkButton } from '@/components/ui/link-button'
import { requireMerchant } from '@/lib/auth/require-merchant'
import { findNotice } from '@/lib/back-office/notice'
import { listEditableProducts } from '@/lib/catalog/merchant-queries'
import { listLinkable } from '@/lib/catalog-sync/find-link'
import { listCatalogueProviders } from '@/lib/catalog-sync/merchant-queries'
import { activeMode } from '@/lib/payments/registry'
import { pushVariantAction } from '../catalogue/actions'
import { editVariantAction, setPublishedAction } from './actions'
import { productListPath, readProductFilter } from './product-filter'

export const instant = false

export const metadata: Metadata = { title: 'Products' }

type ProductsPageProps = { searchParams: Promise<Record<string, string | string[] | undefined>> }

export default async function ProductsPage({ searchParams }: ProductsPageProps) {
  await requireMerchant()
  const params = await searchParams
  const { search, page } = readProductFilter(params)
  const mode = activeMode()
  const [found, notice, pushTo, linkTo] = await Promise.all([
    listEditableProducts({ search, page, mode }),
    findNotice(params.notice),
    listCatalogueProviders(),
    listLinkable(),
  ])
  const pathFrom = (to: number) => productListPath({ search, page: to })
  return (
    <>
      <div className="flex flex-wrap items-center justify-between gap-x-6 gap-y-3">
        <h1 className="text-2xl">
          Products <span className="text-base text-muted tabular-nums">{found.total}</span>
        </h1>
        <SearchForm action="/admin/products" label="Search products" placeholder="Name or SKU" search={search} />
      </div>
      <NoticeRegion notice={notice} />
      <p className="max-w-prose text-muted text-xs">
        What you save is in the shop with the next page view. Providers’ ids are those of {mode} mode. Pocketsflow sells
        a variant with one alone under its own product there; for Fungies it is an offer’s id, or a product’s that has
        one offer, and prices are compared; Flex sells a line under its product. Many at once are imported and pushed
        under{' '}
        <Link href="/admin/catalogue" prefetch={false} className="underline underline-offset-4">
          Catalogue
        </Link>
        .
      </p>
      {found.products.length === 0 && <NoProducts search={search} />}
      <ul className="grid gap-3">
        {found.products.map((product) => (
          <li key={product.id}>
            <ProductEditor
              product={product}
              editVariantAction={editVariantAction}
              setPublishedAction={setPublishedAction}
              pushVariantAction={pushVariantAction}
              pushTo={pushTo}
              linkTo={linkTo}
              listPath={pathFrom(page)}
            />
          </li>
        ))}
      </ul>
      <Pager
        newerText="Previous"
        newerPath={page > 1 ? pathFrom(page - 1) : null}
        olderText="Next"
        olderPath={found.nextPage === null ? null : pathFrom(found.nextPage)}
      />
    </>
  )
}

function NoProducts({ search }: { search: string }) {
  if (!search)
    return <EmptyState title="No products yet">`npm run seed` fills an empty shop with a demo catalogue.</EmptyState>
  return (
    <EmptyState
      title="No product matches"
      action={
        <LinkButton href="/admin/products" size="small">
          Show all products
        </LinkButton>
      }
    >
      Nothing has “{search.slice(0, 80)}” in its name or SKU.
    </EmptyState>
  )
}
