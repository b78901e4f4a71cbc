import type { Metadata } from 'next'
import { notFound } from 'next/navigation'
import { getCategories } from '@/lib/catalog/cached'
import { unbuiltParam } from '../../../static-params'
import { ProductListView } from '../../product-list-view'

export const ensureStatic = 'navigation'

type Props = { params: Promise<{ slug: string }> }

export function generateStaticParams() {
  return [{ slug: unbuiltParam }]
}

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const category = await findCategory((await params).slug)
  if (!category) return {}
  return {
    title: category.name,
    description: category.intro,
    alternates: { canonical: `/categories/${category.slug}` },
  }
}

export default async function CategoryPage({ params }: Props) {
  const category = await findCategory((await params).slug)
  if (!category) notFound()
  return (
    <ProductListView title={category.name} intro={category.intro} category={category.slug} sort="newest" page={1} />
  )
}

const findCategory = async (slug: string) => (await getCategories()).find((category) => category.slug === slug)
