import { moss, sky, white } from '@/scripts/pictures/palette'
import { frame } from '@/scripts/pictures/picture'
import { oval, path, rect, repeat, stroke } from '@/scripts/pictures/svg'
import type { Page } from './pdf'

const page = '#eef4f6'

function view(air: string, clouds: string): string {
  const land =
    path('M0 470Q140 430 290 464T560 450V560H0Z', moss.base) + path('M0 510Q200 470 340 506T560 500V560H0Z', moss.dark)
  return frame(560, 560, rect(0, 0, 560, 560, air) + clouds + land)
}

function heap(x: number, y: number, size: number, shade: string): string {
  const d = 'M-140 90A62 62 0 0 1 -150 -20A84 84 0 0 1 -40 -110A96 96 0 0 1 110 -64A76 76 0 0 1 140 90Z'
  const under = 'M-140 90A62 62 0 0 1 -200 40Q-100 70 -20 40Q40 80 120 40Q180 40 208 30A76 76 0 0 1 140 90Z'
  const at = { transform: `translate(${x} ${y}) scale(${size})` }
  return path(d, white, at) + path(under, shade, at)
}

const cumulus = heap(200, 260, 0.9, '#dbe7ec') + heap(430, 330, 0.5, '#dbe7ec')
const stratus = repeat(5, (i) => rect(-20, 60 + i * 80, 600, 62, i % 2 ? '#cfd5d6' : '#dfe3e2', { rx: 31 }))
const rolls = repeat(
  4,
  (i) =>
    heap(90 + i * 130, 180 + (i % 2) * 24, 0.52, '#b9c5ca') + heap(40 + i * 150, 320 - (i % 2) * 20, 0.62, '#aebbc1'),
)
const cirrus =
  stroke('M60 300Q180 120 360 110M120 330Q260 190 460 170M40 220Q120 110 240 70M300 330Q400 260 520 250', white, 12) +
  stroke('M360 110q40 -4 50 -30M460 170q40 -6 46 -36M240 70q26 -4 34 -24', white, 9)
const flock = repeat(5, (row) =>
  repeat(6, (i) =>
    oval(70 + i * 88 + (row % 2) * 40, 90 + row * 70, 34 + row * 2, 17 + row, row % 2 ? '#e4edf0' : white),
  ),
)
const anvil =
  path(
    'M60 120Q280 60 520 110Q450 160 380 170Q440 240 400 310Q460 380 400 440H170Q90 400 150 320Q110 250 190 180Q110 170 60 120Z',
    '#f3f4f1',
  ) +
  path('M400 440H170Q90 400 150 320Q200 380 280 350Q350 400 420 340Q450 390 400 440Z', '#8b9aa6') +
  stroke('M180 440l-20 40M240 440l-20 44M300 440l-20 40M360 440l-20 44', '#6b7f8d', 7)
const rain =
  rect(-20, 0, 600, 250, '#8d9aa2') +
  repeat(6, (i) => oval(40 + i * 100, 250, 80, 34, i % 2 ? '#82909a' : '#97a4ab')) +
  stroke(
    repeat(24, (i) => `M${30 + ((i * 97) % 520)} ${300 + ((i * 53) % 130)}l-14 44`),
    '#6b7f8d',
    5,
  )

function entry(title: string, picture: string, ...lines: string[]): Page {
  return { background: page, picture, title, lines }
}

export const cloudPages: Page[] = [
  {
    background: '#3f667b',
    light: true,
    picture: view(sky.base, cumulus),
    title: 'Clouds from a train window',
    lines: [
      'Seven kinds, and what each says about the afternoon.',
      'Sit facing backwards: the weather comes into view slowly.',
    ],
  },
  entry(
    'Cumulus',
    view(sky.base, cumulus),
    'Cotton heaps with flat undersides, from late morning on.',
    'Wider than tall: a fine day. Taller than wide by noon: look again at four.',
  ),
  entry(
    'Stratus',
    view('#c3ccce', stratus),
    'A grey lid without edges, low enough to hide church towers.',
    'Drizzle at worst. It lifts at noon or it stays all day.',
  ),
  entry(
    'Stratocumulus',
    view('#b8cbd3', rolls),
    'Rolls and patches with light between them; the commonest cloud of all.',
    'Dry, mostly. You will not need the umbrella, only a jumper.',
  ),
  entry(
    'Cirrus',
    view('#8fb7cc', cirrus),
    'White hair combed by a wind ten kilometres up. It is all ice.',
    'If it thickens from one side, rain comes within a day.',
  ),
  entry(
    'Altocumulus',
    view('#9dbfd0', flock),
    'A flock of small clouds, each as wide as three fingers at arm’s length.',
    'Pretty, and a warning on a warm morning: thunder may follow.',
  ),
  entry(
    'Cumulonimbus',
    view('#9fb2bd', anvil),
    'A tower with an anvil on top. From a train it looks still; it is not.',
    'Stay in the train. Hail, lightning and half an hour of everything.',
  ),
  entry(
    'Nimbostratus',
    view('#a9b5bb', rain),
    'Dark, even, without shape, and raining steadily under all of it.',
    'It lasts as long as your journey. Take the umbrella and a book.',
  ),
  entry(
    'How to keep notes',
    view(sky.light, heap(280, 250, 0.8, '#cfdfe6')),
    'Write the hour, the line and the side of the window.',
    'Draw the edge, not the cloud: edges tell the kinds apart.',
    'Look again after two stations.',
  ),
]
