import { CreditCard, Download, PackageOpen } from 'lucide-react'
import type { Metadata } from 'next'
import Link from 'next/link'
import { CategoryTiles } from '@/components/product/category-tiles'
import { ProductGrid } from '@/components/product/product-grid'
import { LinkButton } from '@/components/ui/link-button'
import { Picture } from '@/components/ui/picture'
import { getCategories, getProductList } from '@/lib/catalog/cached'

export const ensureStatic = 'navigation'

const newCount = 8

export const metadata: Metadata = {
  description: 'Notebooks, tools, games and tins small enough to come along, and a few that weigh nothing at all.',
  alternates: { canonical: '/' },
}

export default async function HomePage() {
  const [categories, newest] = await Promise.all([
    getCategories(),
    getProductList({ category: null, sort: 'newest', page: 1 }),
  ])
  return (
    <div className="grid gap-16 md:gap-20">
      <Hero />
      {categories.length > 0 && (
        <section aria-labelledby="shelves" className="grid gap-6">
          <h2 id="shelves" className="text-2xl">
            By kind
          </h2>
          <CategoryTiles categories={categories} />
        </section>
      )}
      {newest && newest.cards.length > 0 && (
        <section aria-labelledby="new" className="grid gap-6">
          <div className="flex items-baseline justify-between gap-4">
            <h2 id="new" className="text-2xl">
              New on the shelf
            </h2>
            <Link href="/products" className="quiet-link text-sm">
              See everything
            </Link>
          </div>
          <ProductGrid cards={newest.cards.slice(0, newCount)} />
        </section>
      )}
      <Promises />
    </div>
  )
}

function Hero() {
  return (
    <section className="grid items-center gap-8 md:grid-cols-[1fr_1.1fr] md:gap-12">
      <div className="grid justify-items-start gap-5 max-md:order-2">
        <h1 className="text-3xl md:text-4xl">Good things that fit in a pocket</h1>
        <p className="max-w-md text-lg text-muted">
          Notebooks, tools, games and tins small enough to come along, and a few that weigh nothing at all.
        </p>
        <LinkButton href="/products" look="primary" size="large">
          See everything
        </LinkButton>
      </div>
      <div className="aspect-4/3 overflow-hidden rounded-md bg-ground-paper">
        <Picture src="/pictures/hero.svg" alt="" width={1200} height={900} eager className="framed-picture" />
      </div>
    </section>
  )
}

const promises = [
  {
    icon: CreditCard,
    title: "You pay on the payment company's page",
    text: 'We hand you over to pay and take you back after. Your card details never reach this shop.',
    href: '/terms',
    link: 'How paying works',
  },
  {
    icon: PackageOpen,
    title: 'Thirty days to change your mind',
    text: 'Send it back as you would like to find it, and you get back what you paid for it.',
    href: '/returns',
    link: 'How returns work',
  },
  {
    icon: Download,
    title: 'Downloads at once',
    text: 'What weighs nothing is on your order page and in your mail as soon as it is paid.',
    href: '/categories/digital',
    link: 'See what there is',
  },
] as const

function Promises() {
  return (
    <section aria-label="What you can count on" className="grid gap-8">
      <div className="stitch" />
      <ul className="grid gap-8 md:grid-cols-3">
        {promises.map(({ icon: Icon, title, text, href, link }) => (
          <li key={href} className="grid content-start gap-2">
            <Icon aria-hidden strokeWidth={1.5} className="size-6 text-thread" />
            <h2 className="text-lg">{title}</h2>
            <p className="text-muted text-sm">{text}</p>
            <p className="text-sm">
              <Link href={href} className="quiet-link">
                {link}
              </Link>
            </p>
          </li>
        ))}
      </ul>
    </section>
  )
}
