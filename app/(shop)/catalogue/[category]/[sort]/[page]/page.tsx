import type { Metadata } from 'next'
import { notFound, permanentRedirect } from 'next/navigation'
import { getCategories } from '@/lib/catalog/cached'
import { listPath, type Sort, sorts, sortTexts } from '@/lib/catalog/model'
import { unbuiltParam } from '../../../../../static-params'
import { ProductListView } from '../../../../product-list-view'
import { everythingList } from '../../../../products/everything-list'

export const ensureStatic = 'navigation'

type Params = { category: string; sort: string; page: string }
type Props = { params: Promise<Params> }

export function generateStaticParams() {
  return [{ category: unbuiltParam, sort: 'newest', page: '2' }]
}

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const list = await findList(await params)
  if (!list) return {}
  return {
    title: `${list.title}: ${sortTexts[list.sort]}, page ${list.page}`,
    description: list.intro,
    alternates: { canonical: listPath(list) },
  }
}

export default async function CataloguePage({ params }: Props) {
  const list = await findList(await params)
  if (!list) notFound()
  // Page one, newest, has an address of its own.
  if (list.sort === 'newest' && list.page === 1) permanentRedirect(listPath(list))
  return <ProductListView {...list} />
}

async function findList({ category: slug, sort: sortText, page: pageText }: Params) {
  const sort = sorts.find((known): known is Sort => known === sortText)
  if (!sort || !/^[1-9][0-9]{0,3}$/.test(pageText)) return null
  const named = slug === 'all' ? everythingList : await findCategory(slug)
  if (!named) return null
  return {
    title: named.title,
    intro: named.intro,
    category: slug === 'all' ? null : slug,
    sort,
    page: Number(pageText),
  }
}

async function findCategory(slug: string) {
  const category = (await getCategories()).find((known) => known.slug === slug)
  return category && { title: category.name, intro: category.intro }
}
