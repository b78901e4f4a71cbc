import { picturesOf, type SeedProduct } from './model'

export const paperProducts: SeedProduct[] = [
  {
    slug: 'pocket-notebook',
    name: 'Pocket notebook',
    summary: 'Forty-eight sewn pages that lie flat and survive a back pocket.',
    description:
      'The one that is always there when the good notebook is at home. The thread-sewn spine lets it lie flat on a knee, and the paper takes a fountain pen without showing through. It bends to the shape of your pocket in a week and stays in one piece for the months after. The last twelve leaves tear out along a perforation.',
    kind: 'physical',
    category: 'paper-pens',
    facts: [
      { label: 'Size', value: '90 × 140 mm' },
      { label: 'Pages', value: '48, of 80 g/m² paper' },
      { label: 'Cover', value: 'Dyed card, 300 g/m²' },
      { label: 'Binding', value: 'Thread-sewn, lies flat' },
    ],
    images: picturesOf(
      'pocket-notebook',
      'Three small notebooks in dark blue, clay and moss green, lying fanned on one another',
      'A pocket notebook lying open, squared pages on both sides and a pencil across them',
    ),
    variants: [
      notebook('INK-PLN', 'Ink', 'Plain', 64),
      notebook('INK-GRD', 'Ink', 'Squared', 41),
      notebook('CLY-PLN', 'Clay', 'Plain', 28),
      notebook('CLY-GRD', 'Clay', 'Squared', 0),
      notebook('MSS-PLN', 'Moss', 'Plain', 17),
      notebook('MSS-GRD', 'Moss', 'Squared', 3),
    ],
    status: 'published',
  },
  {
    slug: 'weatherproof-field-notebook',
    name: 'Weatherproof field notebook for rain, rivers and wet coat pockets',
    summary: 'Stone paper on a top spiral: write in the rain, wipe it dry, carry on.',
    description:
      'For people whose notes happen outdoors. The sheets are stone paper, so drops run off and pencil stays where you put it; a ballpoint works too, a fountain pen does not. The spiral sits at the top, out of the way of either hand, and the elastic keeps the wind out.',
    kind: 'physical',
    category: 'paper-pens',
    facts: [
      { label: 'Size', value: '85 × 135 mm' },
      { label: 'Pages', value: '80, stone paper' },
      { label: 'Write with', value: 'Pencil or ballpoint' },
      { label: 'Care', value: 'Wipe dry, keep below 60 °C' },
    ],
    images: picturesOf(
      'weatherproof-field-notebook',
      'A yellow spiral notebook with an elastic band, rain beading on its cover',
      'The notebook flipped open to a pencil sketch of a fern while rain falls on the page',
    ),
    variants: [{ sku: 'PS-WFN', options: [], priceMinor: 1400, stock: 42 }],
    status: 'published',
    isNew: true,
  },
  {
    slug: 'short-brass-pen',
    name: 'Short brass pen',
    summary: 'A solid brass pen, eight centimetres closed and full length with its cap on the end.',
    description:
      'Closed, it disappears in a fist; with the cap pushed on the back it becomes a full-length pen. It is heavy for its size, which steadies small handwriting. The brass arrives bright and turns the colour of an old key wherever you hold it. Takes the ordinary short ballpoint refill found in any stationer’s.',
    kind: 'physical',
    category: 'paper-pens',
    facts: [
      { label: 'Length', value: '82 mm closed, 128 mm in use' },
      { label: 'Weight', value: '34 g' },
      { label: 'Material', value: 'Solid brass, unlacquered' },
      { label: 'Refill', value: 'D1 ballpoint, one included' },
    ],
    images: picturesOf(
      'short-brass-pen',
      'A short, thick brass pen with its cap on, lying diagonally',
      'The brass pen uncapped, drawing a looping line of ink on paper',
    ),
    variants: [{ sku: 'PS-PEN-BRS', options: [], priceMinor: 3800, stock: 25, mapped: true }],
    status: 'published',
  },
  {
    slug: 'pencil-stubs',
    name: 'Three pencil stubs in a card sleeve',
    summary: 'Short cedar pencils that start at the length others end at.',
    description:
      'Nine centimetres of cedar, sharpened at one end and dipped at the other. The sleeve covers the points, so nothing pricks through a shirt pocket. Soft for sketching, hard for fine notes, HB for everything between.',
    kind: 'physical',
    category: 'paper-pens',
    facts: [
      { label: 'Length', value: '90 mm each' },
      { label: 'Wood', value: 'Incense cedar' },
      { label: 'In the sleeve', value: '3 pencils of one grade' },
    ],
    images: picturesOf(
      'pencil-stubs',
      'Three short pencils, red, blue and yellow, standing in an open card sleeve',
      'A short red pencil beside curled shavings and a small brass sharpener',
    ),
    variants: [pencil('2H', 2), pencil('HB', 120), pencil('4B', 56)],
    status: 'published',
  },
  {
    slug: 'sticker-sheet-small-weather',
    name: 'Sticker sheet: small weather',
    summary: 'Sun, cloud, rain, moon and one lightning bolt, for calendars and laptop lids.',
    description:
      'Nine stickers on a sheet the size of a postcard. We use them to mark what a day was like in a diary; they also hold on bottles and lids and survive the dishwasher a few times. They come off again without leaving glue behind.',
    kind: 'physical',
    category: 'paper-pens',
    facts: [
      { label: 'Sheet', value: '105 × 148 mm, 9 stickers' },
      { label: 'Material', value: 'Matt vinyl, removable' },
    ],
    images: picturesOf(
      'sticker-sheet-small-weather',
      'A sheet of nine stickers with sun, clouds, drops, a moon and lightning',
      'A sun and a cloud sticker on a dark blue notebook, one corner of the cloud turned up',
    ),
    variants: [{ sku: 'PS-STK-WTH', options: [], priceMinor: 200, stock: 400 }],
    status: 'published',
  },
  {
    slug: 'notebook-post',
    name: 'Notebook post',
    summary: 'A pocket notebook in your letterbox every month, each with another cover and ruling.',
    description:
      'For people who fill a notebook a month, or would like to. It comes in a stiff envelope that fits any letterbox, so nobody has to be at home. The cover is always a surprise; the ruling goes round from plain to dotted to squared. Stop whenever the drawer is full.',
    kind: 'physical',
    category: 'paper-pens',
    facts: [
      { label: 'Notebook', value: '90 × 140 mm, 48 pages, 90 g paper' },
      { label: 'Sent', value: 'In the first week of each month' },
      { label: 'Ends', value: 'When you cancel, with the month that is paid' },
    ],
    images: picturesOf(
      'notebook-post',
      'A green pocket notebook standing behind a letter with a small hill on its stamp',
      'Three notebooks, yellow, clay and blue, above an open envelope with a round seal',
    ),
    variants: [
      { sku: 'PS-SUB-NTB', options: [], priceMinor: 900, stock: null, plan: { interval: 'month', trialDays: 0 } },
    ],
    status: 'published',
  },
]

function notebook(code: string, cover: string, ruling: string, stock: number) {
  const options = [
    { name: 'Cover', value: cover },
    { name: 'Ruling', value: ruling },
  ]
  return { sku: `PS-NTB-${code}`, options, priceMinor: 850, stock }
}

function pencil(grade: string, stock: number) {
  return {
    sku: `PS-PCL-${grade}`,
    options: [{ name: 'Grade', value: grade }],
    priceMinor: 600,
    stock,
  }
}
