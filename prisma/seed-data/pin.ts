import { picturesOf, type SeedProduct } from './model'

export const pinProducts: SeedProduct[] = [
  {
    slug: 'fox-pin',
    name: 'Sleeping fox enamel pin',
    summary: 'A fox curled into a coin-sized circle, in hard enamel.',
    description:
      'Round, flat and smooth to the thumb, with the tail drawn up over the nose. Hard enamel sits level with the metal and does not chip when a bag strap rubs across it. Two posts at the back stop it from turning.',
    kind: 'physical',
    category: 'pins-keyrings',
    facts: [
      { label: 'Size', value: '25 mm across' },
      { label: 'Material', value: 'Hard enamel on brass' },
      { label: 'Back', value: 'Two posts, rubber clutches' },
    ],
    images: picturesOf(
      'fox-pin',
      'A round enamel pin of an orange fox asleep, its tail over its nose',
      'The fox pin on the chest pocket of a blue denim jacket',
    ),
    variants: [{ sku: 'PS-PIN-FOX', options: [], priceMinor: 700, stock: 95 }],
    status: 'published',
  },
  {
    slug: 'night-moth-pin',
    name: 'Night moth enamel pin',
    summary: 'A moth with spread wings and two eye spots that glow faintly in the dark.',
    description:
      'The pale enamel of the wing spots stores light and gives it back for half an hour, which is pleasant on a coat hook in a dark hall. The antennae are solid, not wire, and do not catch on wool.',
    kind: 'physical',
    category: 'pins-keyrings',
    facts: [
      { label: 'Size', value: '34 × 24 mm' },
      { label: 'Material', value: 'Soft enamel on steel' },
      { label: 'Back', value: 'Two posts, rubber clutches' },
    ],
    images: picturesOf(
      'night-moth-pin',
      'An enamel pin of a dark moth with spread wings and pale eye spots',
      'The moth pin on the turned-up edge of a knitted red hat',
    ),
    variants: [moth('BRS', 'Brass', 31), moth('BLK', 'Black nickel', 1)],
    status: 'published',
    isNew: true,
  },
  {
    slug: 'brass-key-loop',
    name: 'Brass key loop',
    summary: 'A hinged brass ring that opens with a quarter turn instead of a fingernail.',
    description:
      'Split rings break nails. This one is a loop with a threaded barrel: a quarter turn opens it, a quarter turn and it holds. The small one takes five keys, the large one a dozen and hangs on a belt loop.',
    kind: 'physical',
    category: 'pins-keyrings',
    facts: [
      { label: 'Material', value: 'Solid brass, 3 mm wire' },
      { label: 'Closure', value: 'Threaded barrel' },
      { label: 'Care', value: 'Darkens; a lemon makes it bright again' },
    ],
    images: picturesOf(
      'brass-key-loop',
      'A brass loop with a threaded barrel and two keys hanging from it',
      'The large loop hooked on the belt loop of dark trousers, keys at its end',
    ),
    variants: [keyLoop('S', 'Small, 32 mm', 1800, 44), keyLoop('L', 'Large, 54 mm', 2300, 20)],
    status: 'published',
  },
  {
    slug: 'acorn-keyring',
    name: 'Turned oak acorn keyring that unscrews to hold one folded note',
    summary: 'A hollow acorn for a folded banknote, a pill or a promise.',
    description:
      'Turned from oak offcuts, with a cap that screws on a wooden thread. There is room inside for one banknote folded small, a spare fuse or two headache tablets. The grain differs from one to the next, so yours will not look exactly like the picture.',
    kind: 'physical',
    category: 'pins-keyrings',
    facts: [
      { label: 'Size', value: '42 × 28 mm' },
      { label: 'Inside', value: '18 × 16 mm' },
      { label: 'Wood', value: 'Oak, oiled' },
    ],
    images: picturesOf(
      'acorn-keyring',
      'A wooden acorn with a dark cap on a short chain and key ring',
      'The acorn unscrewed, a rolled note standing in its cup and the cap beside it',
    ),
    variants: [{ sku: 'PS-KEY-ACN', options: [], priceMinor: 1300, stock: 3 }],
    status: 'published',
  },
  {
    slug: 'little-ferry-pin',
    name: 'Little ferry enamel pin',
    summary: 'A car ferry with three round windows and a thread of smoke.',
    description:
      'Drawn from the boat that crosses our river every twenty minutes. The hull is hard enamel, the windows are left as bare metal and catch the light.',
    kind: 'physical',
    category: 'pins-keyrings',
    facts: [
      { label: 'Size', value: '30 × 22 mm' },
      { label: 'Material', value: 'Hard enamel on brass' },
    ],
    images: picturesOf(
      'little-ferry-pin',
      'An enamel pin of a small red and white ferry on two waves',
      'The ferry pin on its backing card, the card hung from a string',
    ),
    variants: [{ sku: 'PS-PIN-FRY', options: [], priceMinor: 700, stock: 60 }],
    status: 'draft',
  },
]

function moth(code: string, finish: string, stock: number) {
  const options = [{ name: 'Finish', value: finish }]
  return { sku: `PS-PIN-MTH-${code}`, options, priceMinor: 800, stock }
}

function keyLoop(code: string, size: string, priceMinor: number, stock: number) {
  const options = [{ name: 'Size', value: size }]
  return { sku: `PS-KLP-${code}`, options, priceMinor, stock }
}
