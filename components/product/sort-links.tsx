import Link from 'next/link'
import { cn } from '@/components/ui/class-names'
import { listPath, type Sort, sorts, sortTexts } from '@/lib/catalog/model'

export function SortLinks({ category, current }: { category: string | null; current: Sort }) {
  return (
    <nav aria-label="Sort" className="flex flex-wrap items-baseline gap-x-5 gap-y-1 text-sm">
      {sorts.map((sort) => (
        <Link
          key={sort}
          href={listPath({ category, sort, page: 1 })}
          prefetch={false}
          aria-current={sort === current ? 'true' : undefined}
          className={cn(
            'border-transparent border-b-2 py-1.5 text-muted transition-colors hover:text-ink',
            sort === current && 'border-thread font-medium text-ink',
          )}
        >
          {sortTexts[sort]}
        </Link>
      ))}
    </nav>
  )
}
