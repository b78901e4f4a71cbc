import type { ComponentProps } from 'react'

type PictureProps = Omit<ComponentProps<'img'>, 'src' | 'alt' | 'width' | 'height'> & {
  src: string
  /** Empty when the picture only decorates. */
  alt: string
  width: number
  height: number
  /** True for the picture that a page opens with; all others wait until they come near. */
  eager?: boolean
}

/** A drawing as it lies in `public`: vector files need no image optimiser, and the page no inline styles. */
export function Picture({ src, alt, eager = false, ...props }: PictureProps) {
  return (
    <picture>
      <img
        src={src}
        alt={alt}
        loading={eager ? 'eager' : 'lazy'}
        fetchPriority={eager ? 'high' : undefined}
        decoding="async"
        {...props}
      />
    </picture>
  )
}
