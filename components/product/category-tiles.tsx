import Link from 'next/link'
import { cn } from '@/components/ui/class-names'
import { Picture } from '@/components/ui/picture'
import type { CategorySummary } from '@/lib/catalog/model'
import { groundStyles } from './ground-styles'

export function CategoryTiles({ categories }: { categories: CategorySummary[] }) {
  return (
    <ul className="grid grid-cols-2 gap-4 sm:grid-cols-3 lg:grid-cols-6">
      {categories.map((category) => (
        <li key={category.slug}>
          <Link
            href={`/categories/${category.slug}`}
            className={cn('group flex h-full flex-col overflow-hidden rounded-md', groundStyles[category.ground])}
          >
            {category.picture && (
              <span className="block aspect-square overflow-hidden">
                <Picture
                  src={category.picture.src}
                  alt=""
                  width={240}
                  height={240}
                  className="framed-picture transition-[scale] duration-200 ease-out group-hover:scale-[1.07]"
                />
              </span>
            )}
            <span className="grid flex-1 content-center gap-0.5 p-3">
              <span className="font-display text-lg leading-tight underline-offset-4 group-hover:underline">
                {category.name}
              </span>
              <span className="text-ink/75 text-xs">
                {category.productCount} {category.productCount === 1 ? 'thing' : 'things'}
              </span>
            </span>
          </Link>
        </li>
      ))}
    </ul>
  )
}
