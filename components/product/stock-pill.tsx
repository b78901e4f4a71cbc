import { cn } from '@/components/ui/class-names'
import { Pill, PillMark, type PillShape, type PillTone } from '@/components/ui/pill'
import { type StockLabel, stockLabelTexts } from '@/lib/catalog/model'

const looks: Record<StockLabel, { tone: PillTone; shape: PillShape }> = {
  in_stock: { tone: 'good', shape: 'dot' },
  few_left: { tone: 'warn', shape: 'half' },
  sold_out: { tone: 'faint', shape: 'ring' },
}

export function StockPill({ stock, className }: { stock: StockLabel; className?: string }) {
  const { tone, shape } = looks[stock]
  return (
    <Pill tone={tone} shape={shape} className={className}>
      {stockLabelTexts[stock]}
    </Pill>
  )
}

/** The same without its frame, for lists: quiet when there is plenty. */
export function StockMark({ stock }: { stock: StockLabel }) {
  const { shape } = looks[stock]
  return (
    <span className={cn('inline-flex items-center gap-1.5 whitespace-nowrap text-xs', markTones[stock])}>
      <PillMark shape={shape} />
      {stockLabelTexts[stock]}
    </span>
  )
}

const markTones: Record<StockLabel, string> = {
  in_stock: 'text-good',
  few_left: 'font-medium text-warn',
  sold_out: 'text-muted',
}
