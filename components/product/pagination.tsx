import { ArrowLeft, ArrowRight } from 'lucide-react'
import { LinkButton } from '@/components/ui/link-button'
import { listPath, type Sort } from '@/lib/catalog/model'

type PaginationProps = { category: string | null; sort: Sort; page: number; pageCount: number }

export function Pagination({ category, sort, page, pageCount }: PaginationProps) {
  if (pageCount === 1) return null
  return (
    <nav aria-label="Pages" className="flex items-center justify-center gap-4 pt-12">
      {page > 1 && (
        <LinkButton href={listPath({ category, sort, page: page - 1 })} prefetch={false} rel="prev">
          <ArrowLeft aria-hidden strokeWidth={1.5} /> Previous
        </LinkButton>
      )}
      <p className="text-muted text-sm tabular-nums">
        Page {page} of {pageCount}
      </p>
      {page < pageCount && (
        <LinkButton href={listPath({ category, sort, page: page + 1 })} prefetch={false} rel="next">
          Next <ArrowRight aria-hidden strokeWidth={1.5} />
        </LinkButton>
      )}
    </nav>
  )
}
