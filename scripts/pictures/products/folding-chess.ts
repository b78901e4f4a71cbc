import { brass, ink, paper, type Tone, walnut, wood } from '../palette'
import { slab } from '../solids'
import { circle, type Place, path, place, rect, stroke } from '../svg'
import { gripBack, gripFront } from '../things'

const square = 62
const half = square * 4
const shapes = {
  pawn: 'M-15 17H15L8 0A11 11 0 1 0 -8 0Z',
  rook: 'M-16 17H16V8L11 -8V-19H5V-13H-5V-19H-11V-8L-16 8Z',
  bishop: 'M-15 17H15L9 2Q10 -12 0 -22Q-10 -12 -9 2Z',
  knight: 'M-15 17H15Q18 -8 2 -20L-2 -14Q-16 -8 -17 2L-10 6L-2 0Q-4 10 -15 17Z',
} as const

type Piece = keyof typeof shapes

function piece(column: number, row: number, kind: Piece, dark: boolean): string {
  const x = -half + square * (column + 0.5)
  const y = -half + square * (row + 0.5)
  const tone: Tone = dark ? ink : paper
  return place(
    { x, y },
    circle(0, 5, 25, dark ? ink.dark : wood.dark),
    circle(0, 0, 25, tone.base),
    path(shapes[kind], dark ? paper.light : ink.base),
  )
}

function squares(): string {
  const dark = Array.from({ length: 64 }, (_, i) => i)
    .filter((i) => ((i % 8) + Math.floor(i / 8)) % 2 === 1)
    .map((i) => `M${-half + (i % 8) * square} ${-half + Math.floor(i / 8) * square}h${square}v${square}h${-square}Z`)
    .join('')
  return rect(-half, -half, half * 2, half * 2, wood.light) + path(dark, walnut.light)
}

const game: [number, number, Piece, boolean][] = [
  [0, 0, 'rook', true],
  [4, 0, 'bishop', true],
  [6, 0, 'rook', true],
  [1, 1, 'pawn', true],
  [5, 1, 'pawn', true],
  [6, 1, 'pawn', true],
  [2, 2, 'knight', true],
  [3, 3, 'pawn', true],
  [6, 3, 'bishop', false],
  [3, 4, 'pawn', false],
  [5, 5, 'knight', false],
  [2, 5, 'bishop', false],
  [0, 6, 'pawn', false],
  [5, 6, 'pawn', false],
  [7, 6, 'pawn', false],
  [0, 7, 'rook', false],
  [4, 7, 'rook', false],
]

export function alone(): string {
  const spot = { x: 400, y: 394, turn: -9 }
  return (
    slab({ ...spot, w: 580, h: 580, r: 18, depth: 40, tone: walnut }) +
    place(
      spot,
      rect(-282, -282, 564, 564, walnut.light, { rx: 14 }),
      rect(-262, -262, 524, 524, walnut.base, { rx: 6 }),
      squares(),
      ...game.map(([column, row, kind, dark]) => piece(column, row, kind, dark)),
      stroke('M-290 0H290', walnut.dark, 5),
      ...[-284, 284].map((x) => rect(x - 10, -36, 20, 72, brass.base, { rx: 5 })),
    )
  )
}

function lid(where: Place): string {
  const checks = Array.from({ length: 8 }, (_, i) => {
    const x = -88 + (i % 4) * 44
    return `M${x} ${i < 4 ? -44 : 0}h44v44h-44Z`
  }).filter((_, i) => (i + Math.floor(i / 4)) % 2 === 0)
  return place(
    where,
    rect(-160, -232, 320, 464, walnut.base, { rx: 18 }),
    stroke(
      'M-120 -214Q-96 0 -126 214M-60 -218Q-30 -60 -70 218M40 -218Q60 60 30 218M110 -214Q90 0 122 214',
      walnut.dark,
      5,
      { opacity: 0.4 },
    ),
    rect(-100, -56, 200, 112, walnut.dark, { rx: 6 }),
    rect(-88, -44, 176, 88, wood.light),
    path(checks.join(''), walnut.light),
    stroke('M-140 -222H140', walnut.light, 8),
  )
}

export function inUse(): string {
  const spot = { x: 400, y: 330, turn: -6 }
  return (
    gripBack({ ...spot, y: 400 }, 320) +
    slab({ ...spot, w: 320, h: 464, r: 18, depth: 44, tone: walnut }) +
    lid(spot) +
    place(spot, rect(-24, 218, 48, 22, brass.base, { rx: 6 })) +
    gripFront({ ...spot, y: 400 }, 320)
  )
}
