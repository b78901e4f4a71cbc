import { formatMoney } from '@/lib/shared/money'
import { cn } from './class-names'

type MoneyProps = { amountMinor: number; currency: string; className?: string }

/** The only place where pages format an amount. */
export function Money({ amountMinor, currency, className }: MoneyProps) {
  return (
    <span className={cn('whitespace-nowrap tabular-nums', className)}>{formatMoney({ amountMinor, currency })}</span>
  )
}
