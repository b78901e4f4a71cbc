import { cn } from '@/components/ui/class-names'
import { Picture } from '@/components/ui/picture'
import type { Ground, Picture as PictureOf } from '@/lib/catalog/model'
import { groundStyles } from './ground-styles'

/**
 * The pictures: a strip to swipe on phones, one below the other on wide screens. Each opens by itself, to be looked at closely.
 */
export function ProductGallery({ pictures, ground }: { pictures: PictureOf[]; ground: Ground }) {
  return (
    <ul
      aria-label="Pictures"
      className="-mx-5 flex snap-x snap-mandatory gap-3 overflow-x-auto px-5 [scrollbar-width:none] md:mx-0 md:grid md:gap-6 md:overflow-visible md:px-0"
    >
      {pictures.map((picture, index) => (
        <li
          key={picture.src}
          className={cn(
            'aspect-square w-full shrink-0 snap-center overflow-hidden rounded-md',
            pictures.length > 1 && 'max-md:w-[88%]',
            groundStyles[ground],
          )}
        >
          <a href={picture.src} className="block size-full -outline-offset-4">
            <Picture
              src={picture.src}
              alt={picture.alt}
              width={800}
              height={800}
              eager={index === 0}
              className="framed-picture"
            />
          </a>
        </li>
      ))}
    </ul>
  )
}
