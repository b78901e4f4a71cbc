import { picturesOf, type SeedProduct } from './model'

export const carryProducts: SeedProduct[] = [
  {
    slug: 'travel-tin',
    name: 'Travel tin',
    summary: 'A plain hinged tin in three sizes that nest when empty.',
    description:
      'For plasters, pills, screws, tea, teeth. The lid closes with a click you can hear in a bag, and the edges are rolled, so nothing sharp meets a finger. Small goes into medium and medium into large; most people end up with all three. Rinse by hand and dry at once.',
    kind: 'physical',
    category: 'tins-carry',
    facts: [
      { label: 'Small', value: '60 × 45 × 16 mm' },
      { label: 'Medium', value: '95 × 62 × 20 mm' },
      { label: 'Large', value: '120 × 85 × 26 mm' },
      { label: 'Material', value: 'Tinplate, food-safe lacquer' },
    ],
    images: picturesOf(
      'travel-tin',
      'Three hinged tins of different sizes stacked on one another',
      'An open tin holding plasters, a reel of thread, coins and tablets',
    ),
    variants: [tin('S', 'Small', 900, 75), tin('M', 'Medium', 1200, 52), tin('L', 'Large', 1500, 26)],
    status: 'published',
  },
  {
    slug: 'waxed-card-sleeve',
    name: 'Waxed canvas card sleeve',
    summary: 'Room for six cards and a folded note, and nothing else.',
    description:
      'One pocket in front, one behind, sewn from a single strip of waxed canvas. It is stiff for the first week and then takes the shape of your cards. A thumb notch pushes them up when you need one. Marks rub out with a warm hand.',
    kind: 'physical',
    category: 'tins-carry',
    facts: [
      { label: 'Size', value: '72 × 102 mm' },
      { label: 'Holds', value: '6 cards, 1 folded note' },
      { label: 'Material', value: 'Waxed cotton canvas, linen thread' },
      { label: 'Care', value: 'Brush; re-wax every other year' },
    ],
    images: picturesOf(
      'waxed-card-sleeve',
      'A moss green canvas card sleeve with two cards standing out of it',
      'Three card sleeves in dark blue, clay and moss, fanned side by side',
    ),
    variants: [sleeve('INK', 'Ink', 19), sleeve('CLY', 'Clay', 23), sleeve('MSS', 'Moss', 2)],
    status: 'published',
  },
  {
    slug: 'watercolour-tin',
    name: 'Watercolour tin with twelve half pans and a brush that folds into its handle',
    summary: 'A complete paintbox for a coat pocket, with a lid to mix on.',
    description:
      'Twelve colours chosen so that two of them always make the third you need. The lid is a white enamel palette, the ring underneath fits a thumb, and the sable brush reverses into its own handle. With a water bottle cap and a bench it is a studio. Pans are a standard size and can be replaced one by one.',
    kind: 'physical',
    category: 'tins-carry',
    facts: [
      { label: 'Size', value: '125 × 62 × 18 mm' },
      { label: 'Colours', value: '12 artists’ half pans' },
      { label: 'Brush', value: 'Sable, round, size 6' },
      { label: 'Weight', value: '210 g' },
    ],
    images: picturesOf(
      'watercolour-tin',
      'An open black paint tin with twelve coloured pans and a brush across it',
      'The paint tin at the corner of a small watercolour of hills, the brush wet',
    ),
    variants: [{ sku: 'PS-WCT-12', options: [], priceMinor: 9000, stock: 5, mapped: true }],
    status: 'published',
    isNew: true,
  },
  {
    slug: 'folding-bag',
    name: 'Bag that folds into its own pocket',
    summary: 'A shopping bag that packs down to the size of a pear.',
    description:
      'It hangs on a keyring and is there on the day the shopping was not planned. Ripstop nylon carries more than you want to. The inside pocket is also the pouch: push the bag in, starting with the handles, and it turns inside out around it.',
    kind: 'physical',
    category: 'tins-carry',
    facts: [
      { label: 'Packed', value: '80 × 60 mm' },
      { label: 'Carries', value: 'Up to 20 kg' },
      { label: 'Material', value: 'Ripstop nylon, 38 g' },
      { label: 'Care', value: 'Machine wash at 30 °C' },
    ],
    images: picturesOf(
      'folding-bag',
      'A yellow shopping bag standing open with a baguette and leaves looking out',
      'The bag folded into a small yellow pouch that fits in a hand',
    ),
    variants: [
      bag('12-YEL', '12 litres', 'Yellow', 1900, 30),
      bag('12-INK', '12 litres', 'Ink', 1900, 24),
      bag('18-YEL', '18 litres', 'Yellow', 2300, 16),
      bag('18-INK', '18 litres', 'Ink', 2300, 11),
    ],
    status: 'published',
  },
  {
    slug: 'mending-kit',
    name: 'Mending kit in a matchbox tin',
    summary: 'Needles, three threads, four buttons and a safety pin for the day a seam gives.',
    description:
      'Everything needed to put a button back on in a hotel room. The threads are dark, light and grey, which between them pass for any colour at arm’s length. The needles are stuck in felt under the lid, already the right size.',
    kind: 'physical',
    category: 'tins-carry',
    facts: [
      { label: 'Tin', value: '56 × 36 × 15 mm' },
      { label: 'Inside', value: '2 needles, 3 threads, 4 buttons, 1 pin' },
    ],
    images: picturesOf(
      'mending-kit',
      'A small open tin with three reels of thread, buttons and a needle',
      'A needle and red thread sewing a button on blue cloth',
    ),
    variants: [{ sku: 'PS-MND', options: [], priceMinor: 1100, stock: 0 }],
    status: 'published',
  },
]

function tin(code: string, size: string, priceMinor: number, stock: number) {
  return { sku: `PS-TIN-${code}`, options: [{ name: 'Size', value: size }], priceMinor, stock }
}

function sleeve(code: string, colour: string, stock: number) {
  const options = [{ name: 'Colour', value: colour }]
  return { sku: `PS-SLV-${code}`, options, priceMinor: 2800, stock }
}

function bag(code: string, size: string, colour: string, priceMinor: number, stock: number) {
  const options = [
    { name: 'Size', value: size },
    { name: 'Colour', value: colour },
  ]
  return { sku: `PS-BAG-${code}`, options, priceMinor, stock }
}
