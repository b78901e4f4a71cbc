import { ChevronLeft, ChevronRight } from 'lucide-react'
import { LinkButton } from '@/components/ui/link-button'

type PagerProps = {
  newerPath: string | null
  olderPath: string | null
  newerText?: string
  olderText?: string
}

export function Pager({ newerPath, olderPath, newerText = 'Newer', olderText = 'Older' }: PagerProps) {
  if (!newerPath && !olderPath) return null
  return (
    <nav aria-label="Pages" className="flex justify-end gap-2">
      {newerPath && (
        <LinkButton href={newerPath} prefetch={false} size="small">
          <ChevronLeft aria-hidden strokeWidth={1.5} />
          {newerText}
        </LinkButton>
      )}
      {olderPath && (
        <LinkButton href={olderPath} prefetch={false} size="small">
          {olderText}
          <ChevronRight aria-hidden strokeWidth={1.5} />
        </LinkButton>
      )}
    </nav>
  )
}
