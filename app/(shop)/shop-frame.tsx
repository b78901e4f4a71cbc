import type { ReactNode } from 'react'
import { SiteFooter } from '@/components/layout/site-footer'
import { SiteHeader } from '@/components/layout/site-header'
import { SkipLink } from '@/components/layout/skip-link'
import { getCategories, getShop } from '@/lib/catalog/cached'

export async function ShopFrame({ children }: { children: ReactNode }) {
  const [shop, categories] = await Promise.all([getShop(), getCategories()])
  return (
    <div className="flex min-h-dvh flex-col">
      <SkipLink />
      <SiteHeader shopName={shop.name} categories={categories} />
      <main id="main" tabIndex={-1} className="page-width flex-1 pt-8 md:pt-12">
        {children}
      </main>
      <SiteFooter shopName={shop.name} categories={categories} />
    </div>
  )
}
