import { clay, ink, moss, paper, plum, red, sky, walnut, yellow } from '../palette'
import { cast, slab } from '../solids'
import { circle, type Place, path, place, rect, repeat, round, stroke } from '../svg'

type Suit = 'sun' | 'drop' | 'leaf' | 'moon' | 'star'

const face =
  'M-106 -165H106A18 18 0 0 1 124 -147V147A18 18 0 0 1 106 165H-106A18 18 0 0 1 -124 147V-147A18 18 0 0 1 -106 -165Z'

function star(r: number): string {
  const points = Array.from({ length: 10 }, (_, i) => {
    const reach = i % 2 === 0 ? r : r * 0.48
    const a = (i * Math.PI) / 5 - Math.PI / 2
    return `${round(reach * Math.cos(a))} ${round(reach * Math.sin(a))}`
  })
  return `M${points.join('L')}Z`
}

function rays(): string {
  return repeat(8, (i) => {
    const a = (i * Math.PI) / 4
    return `M${round(48 * Math.cos(a))} ${round(48 * Math.sin(a))}L${round(64 * Math.cos(a))} ${round(64 * Math.sin(a))}`
  })
}

const suits: Record<Suit, () => string> = {
  sun: () => circle(0, 0, 36, yellow.base) + stroke(rays(), yellow.dark, 11),
  drop: () => path('M0 -64Q48 0 42 26A42 42 0 0 1 -42 26Q-48 0 0 -64Z', sky.dark),
  leaf: () =>
    path('M0 62C-70 20 -56 -40 0 -66C56 -40 70 20 0 62Z', moss.base) +
    stroke('M0 58V-36M0 20L24 -4M0 20L-24 -4', moss.light, 7),
  moon: () => path('M20 -58A60 60 0 1 0 56 34A50 50 0 0 1 20 -58Z', plum.base),
  star: () => path(star(66), red.base),
}

export function card(where: Place, suit: Suit): string {
  return (
    cast(face, where, 7) +
    place(
      where,
      path(face, paper.light, { stroke: paper.dark, 'stroke-width': 3 }),
      place({ scale: 1.1 }, suits[suit]()),
      place({ x: -92, y: -128, scale: 0.32 }, suits[suit]()),
      place({ x: 92, y: 128, scale: 0.32, turn: 180 }, suits[suit]()),
    )
  )
}

function back(where: Place): string {
  return (
    cast(face, where, 7) +
    place(
      where,
      path(face, paper.light, { stroke: paper.dark, 'stroke-width': 3 }),
      rect(-106, -147, 212, 294, ink.base, { rx: 10 }),
      stroke('M-90 0L0 -130L90 0L0 130Z', sky.base, 6),
      stroke('M-50 0L0 -72L50 0L0 72Z', yellow.base, 6),
      circle(0, 0, 18, yellow.light),
    )
  )
}

function box(): string {
  return (
    slab({ x: 400, y: 584, w: 270, h: 350, r: 12, turn: -7, depth: 56, tone: ink }) +
    place(
      { x: 400, y: 584, turn: -7 },
      rect(-135, -175, 270, 350, ink.base, { rx: 12 }),
      rect(-118, -158, 236, 316, 'none', { rx: 6, stroke: yellow.base, 'stroke-width': 5 }),
      path('M-36 -175Q0 -132 36 -175Z', ink.dark),
      place({ x: -48, y: -76, scale: 0.72 }, suits.sun()),
      place({ x: 48, y: -76, scale: 0.72 }, path('M0 -64Q48 0 42 26A42 42 0 0 1 -42 26Q-48 0 0 -64Z', sky.base)),
      place({ x: -48, y: 28, scale: 0.72 }, path('M0 62C-70 20 -56 -40 0 -66C56 -40 70 20 0 62Z', moss.light)),
      place({ x: 48, y: 28, scale: 0.72 }, path('M20 -58A60 60 0 1 0 56 34A50 50 0 0 1 20 -58Z', plum.light)),
      place({ x: 0, y: 120, scale: 0.5 }, path(star(66), clay.light)),
    )
  )
}

export function alone(): string {
  const fan: [Suit, number][] = [
    ['moon', -40],
    ['leaf', -13],
    ['drop', 14],
    ['sun', 41],
  ]
  const pivot = { x: 404, y: 640 }
  const cards = fan
    .map(([suit, turn]) => {
      const a = (turn * Math.PI) / 180
      return card({ x: pivot.x + 330 * Math.sin(a), y: pivot.y - 330 * Math.cos(a), turn, scale: 1.02 }, suit)
    })
    .join('')
  return place({ x: 46, y: 14, scale: 0.88 }, cards, box())
}

export function inUse(): string {
  return (
    circle(400, 400, 460, walnut.light) +
    stroke(
      'M-20 150Q300 120 820 170M-20 330Q400 360 820 320M-20 540Q400 510 820 560M-20 700Q400 730 820 690',
      walnut.base,
      6,
      { opacity: 0.45 },
    ) +
    back({ x: 396, y: 404, turn: 3, scale: 0.8 }) +
    back({ x: 400, y: 396, turn: -4, scale: 0.8 }) +
    card({ x: 172, y: 380, turn: 84, scale: 0.8 }, 'drop') +
    card({ x: 628, y: 412, turn: -96, scale: 0.8 }, 'star') +
    card({ x: 412, y: 168, turn: 176, scale: 0.8 }, 'leaf') +
    card({ x: 390, y: 636, turn: 6, scale: 0.8 }, 'sun')
  )
}
