import { picturesOf, type SeedProduct } from './model'

export const gameProducts: SeedProduct[] = [
  {
    slug: 'six-suits',
    name: 'Six Suits, a card game for two to four',
    summary: 'A quick trick-taking game with six suits and a rule that changes each round.',
    description:
      'You can teach it while the coffee is being made and play a round before it is cold. Whoever loses a trick chooses which suit counts next, so nobody sits out. The cards are linen-finished and a little smaller than usual, made to be held on a train.',
    kind: 'physical',
    category: 'games',
    facts: [
      { label: 'Players', value: '2 to 4, from 8 years' },
      { label: 'A round', value: '15 minutes' },
      { label: 'Cards', value: '54, 57 × 87 mm' },
      { label: 'Rules', value: 'One folded sheet' },
    ],
    images: picturesOf(
      'six-suits',
      'A blue card box with a fan of cards showing suns, drops, leaves and moons',
      'A hand of cards being played: four cards face up around a small pile',
    ),
    variants: [{ sku: 'PS-SIX', options: [], priceMinor: 1500, stock: 80, mapped: true }],
    status: 'published',
  },
  {
    slug: 'wooden-dice',
    name: 'Five wooden dice in a corked tube',
    summary: 'Small hardwood dice with burnt-in pips, quiet on any table.',
    description:
      'Wood makes less noise than plastic, which matters on a night train. The pips are burnt, not painted, so they do not wear off. The glass tube is thick-walled and doubles as the shaker; the cork keeps the five together.',
    kind: 'physical',
    category: 'games',
    facts: [
      { label: 'Dice', value: '5, each 12 mm' },
      { label: 'Tube', value: 'Glass and cork, 78 mm' },
      { label: 'Finish', value: 'Linseed oil' },
    ],
    images: picturesOf(
      'wooden-dice',
      'A corked glass tube holding wooden dice, one die in front of it',
      'Five wooden dice just rolled, the open tube and its cork beside them',
    ),
    variants: [dice('BCH', 'Beech', 36), dice('WNT', 'Walnut', 14)],
    status: 'published',
  },
  {
    slug: 'folding-chess',
    name: 'Folding magnetic chess, the size of a passport',
    summary: 'A board that closes over its own pieces and keeps an unfinished game.',
    description:
      'The pieces are flat and magnetic, so a game survives a bend in the road, a closed lid and the night. Opened, it is a board of palm width; closed, it holds all thirty-two pieces on felt. The set to take when you do not know whether there will be a table.',
    kind: 'physical',
    category: 'games',
    facts: [
      { label: 'Size', value: '88 × 125 × 16 mm closed' },
      { label: 'Board', value: 'Maple and walnut veneer' },
      { label: 'Pieces', value: '32, magnetic, 2 spare pawns' },
      { label: 'Weight', value: '160 g' },
    ],
    images: picturesOf(
      'folding-chess',
      'A small folding chessboard, half open, with flat pieces on its squares',
      'A hand holding the closed chess set, its wooden lid no larger than the palm',
    ),
    variants: [{ sku: 'PS-CHS-FLD', options: [], priceMinor: 4600, stock: 2 }],
    status: 'published',
    isNew: true,
  },
  {
    slug: 'tin-dominoes',
    name: 'Dominoes in a sliding tin',
    summary: 'A full double-six set, each piece as small as a thumbnail.',
    description:
      'Twenty-eight pieces with a good click, in a tin whose lid slides open with one thumb. They are thick enough to stand on edge, so children use them for the other game as well. We order them twice a year and they go quickly.',
    kind: 'physical',
    category: 'games',
    facts: [
      { label: 'Pieces', value: '28, each 12 × 24 mm' },
      { label: 'Material', value: 'Urea resin, ivory white' },
      { label: 'Tin', value: '96 × 62 × 19 mm' },
    ],
    images: picturesOf(
      'tin-dominoes',
      'A green tin slid half open, rows of white dominoes inside',
      'A winding line of dominoes standing on edge, the first ones falling',
    ),
    variants: [{ sku: 'PS-DOM-TIN', options: [], priceMinor: 2200, stock: 0 }],
    status: 'published',
  },
]

function dice(code: string, wood: string, stock: number) {
  const options = [{ name: 'Wood', value: wood }]
  return { sku: `PS-DCE-${code}`, options, priceMinor: 900, stock }
}
