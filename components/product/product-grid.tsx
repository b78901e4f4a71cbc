import type { ProductCard as Card } from '@/lib/catalog/model'
import { ProductCard } from './product-card'

/** How many pictures are likely in the first screen. */
const eagerCount = 4

type ProductGridProps = { cards: Card[]; headingLevel?: 'h2' | 'h3'; eager?: boolean }

export function ProductGrid({ cards, headingLevel, eager = false }: ProductGridProps) {
  return (
    <ul className="grid grid-cols-2 gap-x-4 gap-y-8 md:grid-cols-3 md:gap-x-6 lg:grid-cols-4">
      {cards.map((card, index) => (
        <li key={card.slug}>
          <ProductCard card={card} headingLevel={headingLevel} eager={eager && index < eagerCount} />
        </li>
      ))}
    </ul>
  )
}
