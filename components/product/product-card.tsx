import Link from 'next/link'
import { cn } from '@/components/ui/class-names'
import { Money } from '@/components/ui/money'
import { Picture } from '@/components/ui/picture'
import type { ProductCard as Card } from '@/lib/catalog/model'
import { everyText } from '@/lib/subscriptions/model'
import { groundStyles } from './ground-styles'
import { StockMark } from './stock-pill'

type ProductCardProps = { card: Card; eager?: boolean; headingLevel?: 'h2' | 'h3' }

/** One product in a list; the whole card is one link. */
export function ProductCard({ card, eager, headingLevel: Heading = 'h3' }: ProductCardProps) {
  const soldOut = card.stock === 'sold_out'
  return (
    <article className="group relative flex flex-col gap-3">
      <div className={cn('relative aspect-square overflow-hidden rounded-md', groundStyles[card.ground])}>
        {card.picture && (
          <Picture
            src={card.picture.src}
            alt=""
            width={400}
            height={400}
            eager={eager}
            className={cn(
              'framed-picture transition-[scale] duration-200 ease-out group-hover:scale-[1.07]',
              soldOut && 'opacity-60 saturate-50',
            )}
          />
        )}
        {card.isNew && !soldOut && (
          <span className="absolute top-2.5 left-2.5 rounded-md bg-denim px-2 py-0.5 font-medium text-on-denim text-xs">
            New
          </span>
        )}
      </div>
      <div className="grid gap-1">
        <Heading className="font-medium font-sans text-base leading-snug tracking-normal">
          <Link
            href={`/products/${card.slug}`}
            prefetch={false}
            className="line-clamp-4 underline-offset-4 after:absolute after:inset-0 after:rounded-md group-hover:underline"
          >
            {card.name}
          </Link>
        </Heading>
        <p className="flex flex-wrap items-center justify-between gap-x-3 gap-y-1.5">
          <span className={cn('font-semibold', soldOut && 'text-muted')}>
            {card.hasPriceRange && <span className="font-normal text-muted text-sm">from </span>}
            <Money amountMinor={card.priceMinor} currency={card.currency} />
            {card.planInterval && (
              <span className="font-normal text-muted text-sm"> {everyText(card.planInterval)}</span>
            )}
          </span>
          <StockMark stock={card.stock} />
        </p>
      </div>
    </article>
  )
}
