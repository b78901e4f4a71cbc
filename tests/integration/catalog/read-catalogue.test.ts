import { expect, test } from 'vitest'
import { listProducts, listRelatedProducts } from '@/lib/catalog/list-products'
import { productsPerPage, type Sort } from '@/lib/catalog/model'
import { findProduct, listCategories, listPublishedSlugs } from '@/lib/catalog/queries'
import { prisma } from '@/lib/db'
import { makeProduct, testNow } from '@/tests/support/factories'

const categorySlug = async (categoryId: number) =>
  (await prisma().category.findUniqueOrThrow({ where: { id: categoryId } })).slug

async function makeShelf(products: { name: string; priceMinor?: number; stock?: number | null }[]): Promise<string> {
  const made = await Promise.all(products.map((product) => makeProduct(product)))
  const categoryId = made[0]?.categoryId ?? 0
  await prisma().product.updateMany({ where: { id: { in: made.map((one) => one.productId) } }, data: { categoryId } })
  return categorySlug(categoryId)
}

async function addVariant(productId: number, priceMinor: number, stock: number | null): Promise<void> {
  const position = 2 + (await prisma().variant.count({ where: { productId } }))
  const sku = `SKU-${productId}-${position}`
  await prisma().variant.create({ data: { productId, sku, priceMinor, currency: 'USD', stock, position } })
}

const namesBy = async (category: string, sort: Sort) =>
  (await listProducts({ category, sort, page: 1 }))?.cards.map((card) => card.name)

test('a list comes in the order that was asked for', async () => {
  const category = await makeShelf([
    { name: 'Compass', priceMinor: 300 },
    { name: 'acorn', priceMinor: 200 },
    { name: 'Bag', priceMinor: 100 },
  ])
  expect(await namesBy(category, 'name')).toEqual(['acorn', 'Bag', 'Compass'])
  expect(await namesBy(category, 'price-up')).toEqual(['Bag', 'acorn', 'Compass'])
  expect(await namesBy(category, 'price-down')).toEqual(['Compass', 'acorn', 'Bag'])
})

test('new things stand first', async () => {
  const category = await makeShelf([{ name: 'Old' }, { name: 'New' }, { name: 'Later' }])
  await prisma().product.updateMany({ where: { name: 'New' }, data: { isNew: true } })
  const later = new Date(testNow.getTime() + 1_000)
  await prisma().product.updateMany({ where: { name: 'Later' }, data: { createdAt: later } })
  expect(await namesBy(category, 'newest')).toEqual(['New', 'Later', 'Old'])
})

test('pages hold all products once, and there is none behind the last', async () => {
  const names = Array.from({ length: productsPerPage + 1 }, (_, index) => ({ name: `Pin ${index}` }))
  const category = await makeShelf(names)
  const first = await listProducts({ category, sort: 'name', page: 1 })
  const second = await listProducts({ category, sort: 'name', page: 2 })
  const seen = [...(first?.cards ?? []), ...(second?.cards ?? [])].map((card) => card.slug)
  expect(new Set(seen).size).toBe(productsPerPage + 1)
  expect(first).toMatchObject({ total: productsPerPage + 1, pageCount: 2 })
  expect(await listProducts({ category, sort: 'name', page: 3 })).toBeNull()
})

test('an empty list has one page', async () => {
  expect(await listProducts({ category: 'nothing-here', sort: 'newest', page: 1 })).toEqual({
    cards: [],
    total: 0,
    page: 1,
    pageCount: 1,
  })
})

test('a card shows the lowest price that can be paid and the best stock of its variants', async () => {
  const { productId, categoryId } = await makeProduct({ priceMinor: 500, stock: 0 })
  await addVariant(productId, 900, 2)
  await addVariant(productId, 800, 1)
  const list = await listProducts({ category: await categorySlug(categoryId), sort: 'newest', page: 1 })
  expect(list?.cards[0]).toMatchObject({ priceMinor: 800, hasPriceRange: true, stock: 'few_left' })
  await addVariant(productId, 900, null)
  const later = await listProducts({ category: await categorySlug(categoryId), sort: 'newest', page: 1 })
  expect(later?.cards[0]?.stock).toBe('in_stock')
})

test('a product without variants and a draft are nowhere', async () => {
  const draft = await makeProduct({ status: 'draft' })
  const bare = await makeProduct()
  await prisma().variant.deleteMany({ where: { productId: bare.productId } })
  for (const { slug, categoryId } of [draft, bare]) {
    expect(await findProduct(slug)).toBeNull()
    expect((await listProducts({ category: await categorySlug(categoryId), sort: 'newest', page: 1 }))?.cards).toEqual(
      [],
    )
    expect((await listPublishedSlugs()).map((one) => one.slug)).not.toContain(slug)
  }
})

test('a product tells its labels, never its numbers', async () => {
  const { slug } = await makeProduct({ stock: 3 })
  const product = await findProduct(slug)
  expect(product?.variants[0]).toEqual({
    id: expect.any(Number),
    sku: expect.any(String),
    options: [],
    priceMinor: 1_200,
    currency: 'USD',
    stock: 'few_left',
    plan: null,
  })
})

test('related products are others, of the same category first, what can be bought before what cannot', async () => {
  const category = await makeShelf([{ name: 'Itself' }, { name: 'Gone', stock: 0 }, { name: 'Near' }])
  const itself = await prisma().product.findFirstOrThrow({ where: { name: 'Itself', category: { slug: category } } })
  const related = await listRelatedProducts(itself.slug, 3)
  expect(related.slice(0, 2).map((card) => card.name)).toEqual(['Near', 'Gone'])
  expect(related[2]?.categorySlug).not.toBe(category)
})

test('categories count what is published', async () => {
  const category = await makeShelf([{ name: 'One' }, { name: 'Two' }])
  await prisma().product.updateMany({ where: { name: 'Two', category: { slug: category } }, data: { status: 'draft' } })
  const found = (await listCategories()).find((one) => one.slug === category)
  expect(found).toMatchObject({ productCount: 1, ground: 'paper' })
})
