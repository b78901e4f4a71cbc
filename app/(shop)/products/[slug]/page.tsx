import type { Metadata } from 'next'
import Link from 'next/link'
import { notFound } from 'next/navigation'
import { AddToCartForm } from '@/components/product/add-to-cart-form'
import { ProductFacts } from '@/components/product/product-facts'
import { ProductGallery } from '@/components/product/product-gallery'
import { ProductGrid } from '@/components/product/product-grid'
import { getProductPage, getShop } from '@/lib/catalog/cached'
import type { ProductDetail } from '@/lib/catalog/model'
import { unbuiltParam } from '../../../static-params'
import { addToCartAction } from '../../cart/actions'
import { productJsonLd } from './product-json-ld'

export const ensureStatic = 'navigation'

type Props = { params: Promise<{ slug: string }> }

export function generateStaticParams() {
  return [{ slug: unbuiltParam }]
}

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const found = await getProductPage((await params).slug)
  if (!found) return {}
  const { slug, name, summary, shareImageSrc } = found.product
  return {
    title: name,
    description: summary,
    alternates: { canonical: `/products/${slug}` },
    openGraph: { title: name, description: summary, url: `/products/${slug}`, images: [shareImageSrc] },
  }
}

/** An imported product's summary is its text's first sentence, or its name. */
const isSaidTwice = ({ name, summary, description }: Pick<ProductDetail, 'name' | 'summary' | 'description'>) =>
  summary === name || description.startsWith(summary)

export default async function ProductPage({ params }: Props) {
  const [found, shop] = await Promise.all([getProductPage((await params).slug), getShop()])
  if (!found) notFound()
  const { product, related } = found
  return (
    <>
      <script type="application/ld+json">{productJsonLd(product, shop)}</script>
      <div className="grid gap-8 md:grid-cols-[1.15fr_1fr] md:gap-12 lg:gap-16">
        <ProductGallery pictures={product.pictures} ground={product.category.ground} />
        <div className="grid content-start gap-6 self-start md:sticky md:top-8">
          <div className="grid gap-3">
            <p className="text-sm">
              <Link href={`/categories/${product.category.slug}`} className="quiet-link text-muted">
                {product.category.name}
              </Link>
            </p>
            <h1 className="text-3xl">{product.name}</h1>
            {!isSaidTwice(product) && <p className="text-lg text-muted">{product.summary}</p>}
          </div>
          <AddToCartForm key={product.slug} kind={product.kind} variants={product.variants} action={addToCartAction} />
          <div className="stitch" />
          <p className="max-w-prose whitespace-pre-line">{product.description}</p>
          <ProductFacts facts={product.facts} />
        </div>
      </div>
      {related.length > 0 && (
        <section aria-labelledby="related" className="mt-20 grid gap-6">
          <h2 id="related" className="text-2xl">
            In the same pocket
          </h2>
          <ProductGrid cards={related} />
        </section>
      )}
    </>
  )
}
