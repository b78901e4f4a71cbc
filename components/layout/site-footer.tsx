import Link from 'next/link'
import type { CategorySummary } from '@/lib/catalog/model'

const houseLinks = [
  { href: '/contact', name: 'Contact' },
  { href: '/returns', name: 'Returns' },
  { href: '/terms', name: 'Terms' },
  { href: '/privacy', name: 'Privacy' },
] as const

type SiteFooterProps = { shopName: string; categories: Pick<CategorySummary, 'slug' | 'name'>[] }

/** The page ends in the shop's pocket: hem, rivets, stitches, cloth. */
export function SiteFooter({ shopName, categories }: SiteFooterProps) {
  return (
    <footer className="mt-24 bg-denim text-on-denim">
      <div className="bg-denim-hem">
        <div className="page-width flex h-12 items-center gap-4">
          <Rivet />
          <div className="stitch flex-1" />
          <Rivet />
        </div>
      </div>
      <div className="page-width grid grid-cols-2 gap-x-6 gap-y-10 py-12 md:grid-cols-[1.4fr_1fr_1fr]">
        <div className="grid content-start gap-2 max-md:col-span-2">
          <p className="font-display text-xl">{shopName}</p>
          <p className="max-w-xs text-on-denim-muted text-sm">Good things that fit in a pocket.</p>
        </div>
        <FooterLinks
          title="The shop"
          links={[
            { href: '/products', name: 'Everything' },
            ...categories.map(({ slug, name }) => ({ href: `/categories/${slug}`, name })),
          ]}
        />
        <FooterLinks title="The house" links={[...houseLinks]} />
      </div>
    </footer>
  )
}

function Rivet() {
  return (
    <svg viewBox="0 0 12 12" aria-hidden="true" className="size-3">
      <circle cx="6" cy="6" r="5.5" className="fill-thread" />
      <circle cx="6" cy="6" r="2" className="fill-denim" />
    </svg>
  )
}

function FooterLinks({ title, links }: { title: string; links: { href: string; name: string }[] }) {
  return (
    <nav aria-label={title}>
      <p className="mb-2 font-medium text-on-denim-muted text-xs">{title}</p>
      <ul className="grid">
        {links.map((link) => (
          <li key={link.href}>
            <Link href={link.href} className="inline-block py-1 text-sm underline-offset-4 hover:underline">
              {link.name}
            </Link>
          </li>
        ))}
      </ul>
    </nav>
  )
}
