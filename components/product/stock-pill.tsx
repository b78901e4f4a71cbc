import { Pill, type PillShape, type PillTone } from '@/components/ui/pill'
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
