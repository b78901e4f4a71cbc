import { carryProducts } from './carry'
import { digitalProducts } from './digital'
import { gameProducts } from './game'
import type { SeedCategory, SeedProduct } from './model'
import { paperProducts } from './paper'
import { pinProducts } from './pin'
import { toolProducts } from './tool'

export const categories: SeedCategory[] = [
  {
    slug: 'paper-pens',
    name: 'Paper & pens',
    intro: 'Things to write with and on, small enough to be there when the thought is.',
    ground: 'paper',
  },
  {
    slug: 'tools-light',
    name: 'Tools & light',
    intro: 'Small steel, brass and glass for the hour something is loose, dark or tiny.',
    ground: 'tool',
  },
  {
    slug: 'games',
    name: 'Games',
    intro: 'Whole games in the space of a passport, for trains, tents and waiting rooms.',
    ground: 'game',
  },
  {
    slug: 'pins-keyrings',
    name: 'Pins & keyrings',
    intro: 'The smallest things we sell, and the ones people ask about most.',
    ground: 'pin',
  },
  {
    slug: 'tins-carry',
    name: 'Tins & carry',
    intro: 'Tins, sleeves and bags that keep the other small things together.',
    ground: 'carry',
  },
  {
    slug: 'digital',
    name: 'Digital',
    intro: 'Goods that weigh nothing: yours to download as soon as they are paid.',
    ground: 'digital',
  },
]

export const products: SeedProduct[] = [
  ...paperProducts,
  ...toolProducts,
  ...gameProducts,
  ...pinProducts,
  ...carryProducts,
  ...digitalProducts,
]
