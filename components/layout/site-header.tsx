import Link from 'next/link'
import type { CategorySummary } from '@/lib/catalog/model'
import { CartLink } from './cart-link'
import { NavLink } from './nav-link'
import { PocketMark } from './pocket-mark'

type SiteHeaderProps = { shopName: string; categories: Pick<CategorySummary, 'slug' | 'name'>[] }

export function SiteHeader({ shopName, categories }: SiteHeaderProps) {
  return (
    <header className="page-width">
      <div className="flex items-center justify-between gap-4 py-4">
        <Link href="/" className="flex min-w-0 items-center gap-2.5">
          <PocketMark className="size-8 shrink-0" />
          <span className="truncate font-display text-xl">{shopName}</span>
        </Link>
        <CartLink />
      </div>
      <nav aria-label="Categories" className="-mx-5 overflow-x-auto px-5 pb-3 [scrollbar-width:none] md:mx-0 md:px-0">
        <ul className="flex gap-5 md:gap-7">
          <li>
            <NavLink href="/products">Everything</NavLink>
          </li>
          {categories.map((category) => (
            <li key={category.slug}>
              <NavLink href={`/categories/${category.slug}`}>{category.name}</NavLink>
            </li>
          ))}
        </ul>
      </nav>
      <div className="stitch" />
    </header>
  )
}
