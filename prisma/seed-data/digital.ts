import { picturesOf, type SeedProduct } from './model'

export const digitalProducts: SeedProduct[] = [
  {
    slug: 'field-guide-garden-birds',
    name: 'Field guide: eight garden birds',
    summary: 'A small PDF for the kitchen window, one bird to a page.',
    description:
      'One page for each bird you are likely to see before breakfast: what to look at first, what it sounds like, and what it is usually mistaken for. The pages are the size of a phone screen, so nothing needs zooming, and they print four to a sheet.',
    kind: 'digital',
    category: 'digital',
    facts: [
      { label: 'Format', value: 'PDF, 10 pages' },
      { label: 'Page', value: '90 × 140 mm' },
      { label: 'Licence', value: 'For you and your household' },
    ],
    images: picturesOf(
      'field-guide-garden-birds',
      'A slim field guide with a robin drawn on its cover',
      'A phone showing a page of the guide with a blue tit on a twig',
    ),
    variants: [{ sku: 'PS-D-BRD', options: [], priceMinor: 500, stock: null, mapped: true }],
    file: { name: 'field-guide-garden-birds.pdf', path: 'field-guide-garden-birds.pdf' },
    status: 'published',
  },
  {
    slug: 'field-guide-clouds',
    name: 'Field guide: clouds from a train window',
    summary: 'Seven kinds of cloud, and what each says about the afternoon.',
    description:
      'Written on the slow line along the coast. Each page takes one cloud, draws it, and tells you whether to take the umbrella. It needs no connection and no knowledge, only a window.',
    kind: 'digital',
    category: 'digital',
    facts: [
      { label: 'Format', value: 'PDF, 9 pages' },
      { label: 'Page', value: '90 × 140 mm' },
      { label: 'Licence', value: 'For you and your household' },
    ],
    images: picturesOf(
      'field-guide-clouds',
      'A slim field guide with a heaped white cloud on its blue cover',
      'A train window with layered clouds outside and the guide on the sill',
    ),
    variants: [{ sku: 'PS-D-CLD', options: [], priceMinor: 500, stock: null }],
    file: { name: 'field-guide-clouds.pdf', path: 'field-guide-clouds.pdf' },
    status: 'published',
    isNew: true,
  },
  {
    slug: 'pinhole-typeface',
    name: 'Pinhole, a typeface made of dots',
    summary: 'Capitals, figures and signs on a grid of five by seven, for tickets and labels.',
    description:
      'Drawn after the punched tickets of local trains. Every sign is built from round dots on a grid of five by seven, so it stays readable when cut, stitched, drilled or shown on a very small screen. All signs are the same width and line up in tables by themselves.',
    kind: 'digital',
    category: 'digital',
    facts: [
      { label: 'Format', value: 'TrueType font with specimen, zip' },
      { label: 'Signs', value: 'A to Z, 0 to 9, punctuation' },
      { label: 'Licence', value: 'Print, web and apps, one person or studio' },
    ],
    images: picturesOf(
      'pinhole-typeface',
      'A specimen sheet with an ampersand, a question mark, a heart and an eight built of round dots',
      'A punched ticket with a dotted arrow and star beside a hole punch',
    ),
    variants: [{ sku: 'PS-D-PIN', options: [], priceMinor: 1200, stock: null, mapped: true }],
    file: { name: 'pinhole-typeface.zip', path: 'pinhole-typeface.zip' },
    status: 'published',
  },
  {
    slug: 'small-sounds',
    name: 'Small Sounds, a pack of sixteen clicks, knocks, chimes and breaths',
    summary: 'Sixteen short, dry sounds for beats, games and interfaces.',
    description:
      'Four kinds of four: clicks, knocks, chimes and breaths, all made with plain oscillators and noise rather than recorded. They are short, dry and tuned to one another, so they sit together without work. Drop them into a sampler, a game or an app.',
    kind: 'digital',
    category: 'digital',
    facts: [
      { label: 'Format', value: '16 WAV files, 44.1 kHz, 16 bit, mono, zip' },
      { label: 'Length', value: '0.1 to 0.9 seconds each' },
      { label: 'Licence', value: 'Royalty-free in your own work' },
    ],
    images: picturesOf(
      'small-sounds',
      'A pocket-sized sampler with sixteen coloured pads and a speaker',
      'A pair of headphones lying around a bright waveform',
    ),
    variants: [{ sku: 'PS-D-SND', options: [], priceMinor: 900, stock: null }],
    file: { name: 'small-sounds.zip', path: 'small-sounds.zip' },
    status: 'published',
  },
  {
    slug: 'quiet-wallpapers',
    name: 'Six quiet wallpapers',
    summary: 'Hills, tides and leaves in two or three tones, for phone and desk.',
    description:
      'Backgrounds that leave the middle free, so icons and words stay readable on them. Three are light and three are dark. Each comes as PNG for phones and as SVG, which is sharp at any size.',
    kind: 'digital',
    category: 'digital',
    facts: [
      { label: 'Format', value: '6 PNG (1290 × 2796) and 6 SVG, zip' },
      { label: 'Licence', value: 'On all your own devices' },
    ],
    images: picturesOf(
      'quiet-wallpapers',
      'Three phones side by side with hills, waves and leaves on their screens',
      'A laptop and a phone sharing one wallpaper of hills at dusk',
    ),
    variants: [{ sku: 'PS-D-WPP', options: [], priceMinor: 400, stock: null }],
    file: { name: 'quiet-wallpapers.zip', path: 'quiet-wallpapers.zip' },
    status: 'published',
  },
  {
    slug: 'sound-letter',
    name: 'Sound letter',
    summary: 'A small pack of new sounds every month, after a month to listen in for nothing.',
    description:
      'Each letter holds a handful of short sounds made around one thing: a drawer, a stairwell, a kettle. They are dry, tuned and ready for a sampler. The first letter is yours at once; the first month costs nothing, and you can stop before it ends.',
    kind: 'digital',
    category: 'digital',
    facts: [
      { label: 'Format', value: '8 WAV files a month, 44.1 kHz, 16 bit, zip' },
      { label: 'Licence', value: 'Royalty-free in your own work, for good' },
      { label: 'Ends', value: 'When you cancel; what you have stays yours' },
    ],
    images: picturesOf(
      'sound-letter',
      'A plum-coloured cassette under the bars of a short sound',
      'An open letter with a dark card on which a waveform shines, and a blue cassette beside it',
    ),
    variants: [
      { sku: 'PS-SUB-SND', options: [], priceMinor: 400, stock: null, plan: { interval: 'month', trialDays: 30 } },
    ],
    file: { name: 'sound-letter.zip', path: 'sound-letter.zip' },
    status: 'published',
  },
]
