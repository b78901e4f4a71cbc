import { blueTit, type Plumage, perched, robin } from '@/scripts/pictures/birds'
import { moss, walnut } from '@/scripts/pictures/palette'
import { frame } from '@/scripts/pictures/picture'
import { circle, rect, stroke } from '@/scripts/pictures/svg'
import { leaf } from '@/scripts/pictures/things'
import type { Page } from './pdf'

const where = { x: 280, y: 262, scale: 1 }
const page = '#faf3e4'

function onTwig(bird: string, tint: string): string {
  const body =
    rect(0, 0, 560, 560, page) +
    circle(280, 270, 236, tint) +
    stroke('M40 470Q280 416 520 456', walnut.base, 20) +
    leaf({ x: 460, y: 446, turn: 36 }, moss, 100) +
    leaf({ x: 110, y: 452, turn: -150 }, moss, 80) +
    bird
  return frame(560, 560, body)
}

function other(colours: Plumage, tint: string): string {
  return onTwig(perched(where, colours), tint)
}

const greatTit = {
  back: '#1f2430',
  breast: '#e2c34a',
  belly: '#e2c34a',
  wing: '#71879a',
  bar: '#eef1ee',
  cheek: '#fffdf8',
}
const blackbird = {
  back: '#25262b',
  breast: '#2b2c32',
  belly: '#25262b',
  wing: '#1b1c20',
  bar: '#3b3d44',
  bill: '#e39a2b',
}
const sparrow = {
  back: '#9a6a42',
  breast: '#b9b2a4',
  belly: '#cfc9bb',
  wing: '#7a5232',
  bar: '#f1e9d8',
  cap: '#7d7a76',
}
const goldfinch = {
  back: '#b58a5c',
  breast: '#e3d0b4',
  belly: '#f3ead9',
  wing: '#1f2024',
  bar: '#e7b928',
  cap: '#1f2024',
  cheek: '#c23a34',
  bill: '#e6d9bf',
}
const chaffinch = {
  back: '#8b5a45',
  breast: '#c98670',
  belly: '#ddb3a0',
  wing: '#34323a',
  bar: '#fffdf8',
  cap: '#7189a0',
}
const greenfinch = {
  back: '#7f8f43',
  breast: '#a3ae4f',
  belly: '#c6cc7a',
  wing: '#6a7450',
  bar: '#e6d13c',
  bill: '#e3cdb0',
}

function entry(title: string, picture: string, ...lines: string[]): Page {
  return { background: page, picture, title, lines }
}

export const birdPages: Page[] = [
  {
    background: '#516338',
    light: true,
    picture: onTwig(robin(where), '#ddd1b8').replace(`fill="${page}"`, 'fill="#516338"'),
    title: 'Eight garden birds',
    lines: ['A field guide for the kitchen window.', 'Look at the head first, then the wing, then what it is doing.'],
  },
  entry(
    'Robin',
    onTwig(robin(where), '#f0d3c9'),
    'An orange face and breast, a brown back, alone and upright. Stays close when you dig.',
    'Sings all winter, thin and sad, often after dark near street lamps.',
  ),
  entry(
    'Blue tit',
    onTwig(blueTit(where), '#cfe2ea'),
    'A blue cap, a white face with a dark line through the eye, yellow below. Hangs upside down.',
    'Smaller than the great tit, and without the black stripe down the front.',
  ),
  entry(
    'Great tit',
    other(greatTit, '#e6ead2'),
    'A black head with a white cheek, yellow below with a black stripe.',
    "Says 'tea-cher, tea-cher' from February on.",
    'If a call puzzles you, it is usually this one.',
  ),
  entry(
    'Blackbird',
    other(blackbird, '#ece0c4'),
    'The male is black with a yellow bill and eye ring. The female is dark brown and often taken for a thrush.',
    'Runs, stops, listens, pulls a worm. Flutes from rooftops at dusk.',
  ),
  entry(
    'House sparrow',
    other(sparrow, '#e4ddd2'),
    'A grey crown, brown back and a pale wing bar. Never alone: if it chirps in a hedge with ten others, it is this.',
    'The female is plain brown with a pale stripe behind the eye.',
  ),
  entry(
    'Goldfinch',
    other(goldfinch, '#f3e3b4'),
    'A red face and a broad yellow bar on black wings. Comes in small, tinkling parties.',
    'Leave the thistles and teasels standing, and it stays until spring.',
  ),
  entry(
    'Chaffinch',
    other(chaffinch, '#e8dce0'),
    'A blue-grey crown, a pinkish breast and two white wing bars.',
    'Picks up under the feeder what others drop. Its song runs downstairs and trips at the end.',
  ),
  entry(
    'Greenfinch',
    other(greenfinch, '#dfe6d3'),
    'Olive green, with yellow along the wing and a heavy pale bill.',
    'Wheezes rather than sings. Sits at the feeder for a long time and shells every seed in place.',
  ),
  entry(
    'How to look',
    onTwig(leaf({ x: 250, y: 440, turn: -8 }, moss, 260) + leaf({ x: 310, y: 440, turn: 22 }, moss, 220), '#e0e9ec'),
    'Sit still for ten minutes before you decide there is nothing.',
    'Note the time and the weather; birds keep hours.',
    'Clean the feeder with hot water every week.',
  ),
]
