import { clay, ink, paper, red, steel, yellow } from '../palette'
import { cast, slab } from '../solids'
import { circle, path, place, rect, repeat, round, stroke } from '../svg'

const ampersand = ['.##..', '#..#.', '#.#..', '.#...', '#.#.#', '#..#.', '.##.#']
const eight = ['.###.', '#...#', '#...#', '.###.', '#...#', '#...#', '.###.']
const bigHeart = ['.....', '.#.#.', '#####', '#####', '.###.', '..#..', '.....']
const question = ['.###.', '#...#', '....#', '...#.', '..#..', '.....', '..#..']
const arrow = ['.......', '....#..', '.....#.', '#######', '.....#.', '....#..', '.......']
const star = ['...#...', '.#.#.#.', '..###..', '#######', '..###..', '.#.#.#.', '...#...']
const heart = ['.##.##.', '#######', '#######', '#######', '.#####.', '..###..', '...#...']

/** Dots on a grid, its middle at 0,0: a line of no length with round ends is a dot. */
function dots(rows: string[], step: number, lit: string, pale = ''): string {
  const spots = (wanted: string) =>
    rows
      .flatMap((row, y) =>
        [...row].map((cell, x) => {
          const px = (x - (row.length - 1) / 2) * step
          const py = (y - (rows.length - 1) / 2) * step
          return cell === wanted ? `M${round(px)} ${round(py)}h0` : ''
        }),
      )
      .join('')
  const unlit = pale ? stroke(spots('.'), pale, step * 0.15) : ''
  return unlit + stroke(spots('#'), lit, step * 0.94)
}

export function alone(): string {
  const spot = { x: 400, y: 398, turn: 5 }
  return (
    slab({ x: 372, y: 420, w: 500, h: 620, r: 8, turn: -8, depth: 6, tone: paper, top: clay.light }) +
    slab({ ...spot, w: 500, h: 620, r: 8, depth: 8, tone: paper, top: paper.light }) +
    place(
      spot,
      place({ x: -118, y: -160 }, dots(ampersand, 33, ink.base, steel.base)),
      place({ x: 118, y: -160 }, dots(question, 33, clay.base, steel.base)),
      place({ x: -118, y: 96 }, dots(bigHeart, 33, clay.base, steel.base)),
      place({ x: 118, y: 96 }, dots(eight, 33, ink.base, steel.base)),
      stroke('M-200 236H200', paper.dark, 4),
      place({ x: -130, y: 270 }, dots(arrow, 7, clay.base)),
      place({ y: 270 }, dots(star, 7, clay.base)),
      place({ x: 130, y: 270 }, dots(heart, 7, clay.base)),
    )
  )
}

const ticketShape = 'M-290 -150H290V-40A40 40 0 0 0 290 40V150H-290V40A40 40 0 0 0 -290 -40Z'

function punch(): string {
  return (
    cast('M-60 -40H320V40H-60Z', {}, 26) +
    path('M-70 -64L250 -110Q300 -112 300 -80Q300 -54 252 -52L-20 -10Z', steel.dark) +
    path('M-70 -70L250 -118Q300 -120 300 -92Q290 -70 252 -66L-20 -20Z', steel.light) +
    path('M120 -106L250 -124Q306 -126 306 -92Q300 -62 252 -60L130 -46Z', red.base) +
    path('M-80 -20L250 40Q306 54 300 88Q290 118 240 104L-80 46Z', steel.base) +
    path('M120 18L250 42Q310 56 304 92Q292 124 240 110L110 82Z', red.dark) +
    path('M-104 -84H-40L0 -24L-30 56H-104L-120 20V-50Z', steel.dark) +
    path('M-104 -92H-40L0 -30L-34 40H-104L-120 10V-60Z', steel.base) +
    rect(-124, -26, 84, 12, ink.dark) +
    circle(-22, -26, 15, steel.dark) +
    circle(-24, -29, 11, steel.light)
  )
}

export function inUse(): string {
  const spot = { x: 400, y: 320, turn: -10 }
  const bits = [
    [220, 640],
    [280, 690],
    [340, 630],
    [170, 590],
    [300, 600],
  ] as const
  return (
    cast(ticketShape, { ...spot, scale: 1.12 }, 12) +
    place(
      { ...spot, scale: 1.12 },
      path(ticketShape, yellow.light),
      path('M-290 -150H290V-126H-290Z', yellow.base),
      stroke('M150 -120V140', yellow.dark, 5, { 'stroke-dasharray': '2 14' }),
      place({ x: -180, y: 6 }, dots(arrow, 26, ink.base)),
      place({ x: 30, y: 6 }, dots(star, 26, red.base)),
      place({ x: 216, y: 10 }, dots(heart, 14, ink.base)),
      repeat(5, (i) => circle(-250 + i * 44, 122, 9, '#d6d2e6')),
    ) +
    place({ x: 520, y: 610, turn: -8, scale: 1.05 }, punch()) +
    bits
      .map(([x, y], i) => circle(x, y + 3, 13, yellow.dark) + circle(x, y, 13, i % 2 ? yellow.base : yellow.light))
      .join('')
  )
}
