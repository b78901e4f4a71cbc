import { mkdirSync, writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { categories, products } from '@/prisma/seed-data/catalogue'
import { drawings } from './drawings'
import { grounds } from './palette'
import { frame, productPicture, scene, sharedPicture } from './picture'
import { ico, png } from './raster'
import { emptyCart, error, hero, notFound, plainParcel, shopCard, sign, soldOut } from './scenes'

const site = fileURLToPath(new URL('../../public/', import.meta.url))
const folder = `${site}pictures/`
const groundOf = new Map(categories.map((category) => [category.slug, category.ground]))

async function drawProduct(slug: string, category: string): Promise<void> {
  const drawing = drawings[slug]
  const ground = groundOf.get(category)
  if (!drawing || !ground) throw new Error(`No drawing or ground for ${slug}`)
  writeFileSync(`${folder}${slug}-1.svg`, productPicture(ground, drawing.alone()))
  writeFileSync(`${folder}${slug}-2.svg`, productPicture(ground, drawing.inUse()))
  const shared = sharedPicture(grounds[ground], drawing.alone())
  writeFileSync(`${folder}og/${slug}.png`, await png(shared, 1200, 630))
}

async function drawScenes(): Promise<void> {
  writeFileSync(`${folder}hero.svg`, scene(1200, 900, 'paper', hero()))
  writeFileSync(`${folder}empty-cart.svg`, scene(800, 600, 'carry', emptyCart()))
  writeFileSync(`${folder}not-found.svg`, scene(800, 600, 'tool', notFound()))
  writeFileSync(`${folder}error.svg`, scene(800, 600, 'paper', error()))
  writeFileSync(`${folder}sold-out.svg`, scene(800, 600, 'pin', soldOut()))
  writeFileSync(`${folder}plain-parcel.svg`, productPicture('paper', plainParcel()))
  const shop = sharedPicture(grounds.paper, shopCard())
  writeFileSync(`${folder}og/shop.png`, await png(shop, 1200, 630))
}

async function drawIcons(): Promise<void> {
  const rounded = frame(64, 64, sign(14))
  writeFileSync(`${site}icon.svg`, rounded)
  writeFileSync(`${site}favicon.svg`, rounded)
  writeFileSync(`${site}favicon.ico`, ico(await png(rounded, 32, 32), 32))
  writeFileSync(`${site}apple-touch-icon.png`, await png(frame(64, 64, sign(0)), 180, 180))
}

mkdirSync(`${folder}og`, { recursive: true })
for (const product of products) await drawProduct(product.slug, product.category)
await drawScenes()
await drawIcons()
process.stdout.write(`Drew ${products.length * 2} product pictures, the scenes and the icons\n`)
