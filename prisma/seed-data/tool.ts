import { picturesOf, type SeedProduct } from './model'

export const toolProducts: SeedProduct[] = [
  {
    slug: 'folding-tool',
    name: 'Folding tool, nine parts',
    summary: 'Pliers, drivers, file, scissors and opener in one steel handle.',
    description:
      'It has tightened spectacles, opened tins on trains and cut a great many price tags. The pliers come first when you open it; everything else folds out from the outside, so you can reach one part without unfolding the rest. There is no blade, so it may travel in hand luggage at most airports. A drop of oil once a year is all it asks.',
    kind: 'physical',
    category: 'tools-light',
    facts: [
      { label: 'Size', value: '92 mm closed, 138 mm open' },
      { label: 'Weight', value: '118 g' },
      { label: 'Material', value: 'Stainless steel' },
      { label: 'Parts', value: '9, each locking' },
    ],
    images: picturesOf(
      'folding-tool',
      'A red-handled folding tool with a screwdriver, opener, file and scissors fanned out',
      'The folding tool opened to its pliers, turning a small brass nut',
    ),
    variants: [{ sku: 'PS-FTL-09', options: [], priceMinor: 5900, stock: 12 }],
    status: 'published',
  },
  {
    slug: 'pocket-lamp',
    name: 'Pocket lamp',
    summary: 'A warm lamp the size of an egg that hangs, stands and lasts four nights.',
    description:
      'More a small lantern than a torch: the light is warm and goes all round, enough to read in a tent or find the keyhole. Twist the cap for dim, half and full. It charges from any USB-C lead and hangs from its own loop.',
    kind: 'physical',
    category: 'tools-light',
    facts: [
      { label: 'Size', value: '48 × 64 mm' },
      { label: 'Light', value: '5 to 120 lumens, 2700 K' },
      { label: 'Runs', value: '4 nights of 8 h, dimmed' },
      { label: 'Charge', value: 'USB-C, 90 minutes' },
    ],
    images: picturesOf(
      'pocket-lamp',
      'A small round lamp with a yellow cap and a loop, its frosted glass glowing',
      'The lamp hanging from a branch at night, a ring of warm light around it',
    ),
    variants: [lamp('YEL', 'Yellow', 33), lamp('INK', 'Ink', 18), lamp('MSS', 'Moss', 3)],
    status: 'published',
    isNew: true,
  },
  {
    slug: 'folding-loupe',
    name: 'Folding loupe',
    summary: 'A glass lens that swings out of its own steel cover.',
    description:
      'For stamens, splinters, stitches and the small print on medicine. The lens is ground glass, not plastic, and the cover closes over it so keys cannot scratch it. Hold it close to the eye and bring the thing to the lens, and the whole field is sharp.',
    kind: 'physical',
    category: 'tools-light',
    facts: [
      { label: 'Size', value: '44 × 28 mm closed' },
      { label: 'Lens', value: 'Ground glass, 18 mm' },
      { label: 'Cover', value: 'Brushed steel' },
    ],
    images: picturesOf(
      'folding-loupe',
      'A round lens swung out of its teardrop steel cover',
      'The loupe over a green leaf, its veins large in the lens',
    ),
    variants: [loupe(5, 1900, 22), loupe(10, 2600, 9)],
    status: 'published',
  },
  {
    slug: 'round-tape',
    name: 'Two-metre tape in a round steel case',
    summary: 'A tape measure as flat as a biscuit, with a button that brings it home.',
    description:
      'Lives in a coat pocket and settles arguments about shelves. Two metres of woven tape, marked on both sides, and a button in the middle that winds it back slowly enough not to bite.',
    kind: 'physical',
    category: 'tools-light',
    facts: [
      { label: 'Case', value: '52 mm across, 14 mm thick' },
      { label: 'Tape', value: '2 m, woven and coated' },
      { label: 'Marks', value: 'Millimetres and inches' },
    ],
    images: picturesOf(
      'round-tape',
      'A round steel tape measure with a red button, a length of yellow tape pulled out',
      'The tape drawn along the edge of a small wooden box',
    ),
    variants: [{ sku: 'PS-TAP-2M', options: [], priceMinor: 1600, stock: 0 }],
    status: 'published',
  },
  {
    slug: 'button-compass',
    name: 'Button compass',
    summary: 'A liquid-filled compass as small as a coat button, that finds north in a second.',
    description:
      'It will not navigate an ocean, but it tells you which way to walk out of a strange station. The needle floats in oil and settles quickly, and the rim glows for an hour after daylight. Thread it on a watch strap or sew it on like a button.',
    kind: 'physical',
    category: 'tools-light',
    facts: [
      { label: 'Size', value: '22 mm across, 9 mm thick' },
      { label: 'Accuracy', value: 'Within 5 degrees' },
      { label: 'Case', value: 'Brass, two sewing holes' },
      { label: 'Care', value: 'Keep away from magnets and phones' },
    ],
    images: picturesOf(
      'button-compass',
      'A small brass compass with a red and white needle',
      'The compass lying on a folded map, a dotted path leading past it',
    ),
    variants: [{ sku: 'PS-CMP-BTN', options: [], priceMinor: 1200, stock: 58, mapped: true }],
    status: 'published',
  },
]

function lamp(code: string, colour: string, stock: number) {
  const options = [{ name: 'Colour', value: colour }]
  return { sku: `PS-LMP-${code}`, options, priceMinor: 2400, stock }
}

function loupe(power: number, priceMinor: number, stock: number) {
  const options = [{ name: 'Magnification', value: `${power}×` }]
  return { sku: `PS-LPE-${power}X`, options, priceMinor, stock }
}
