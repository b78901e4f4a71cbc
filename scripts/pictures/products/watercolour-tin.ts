import { brass, ink, moss, night, paper, plum, red, sky, walnut, wood, yellow } from '../palette'
import { cast, slab } from '../solids'
import { oval, type Place, path, place, rect, stroke } from '../svg'

const pans = [
  '#f2d44b',
  '#e7a52f',
  '#dd6b3a',
  '#c23a34',
  '#b5476f',
  '#7b4a8c',
  '#35508f',
  '#4d8fb8',
  '#3d8f80',
  '#7f9a3f',
  '#a9743f',
  '#4a3a35',
]

function brush(where: Place): string {
  const shape = 'M-210 -14Q-60 -24 70 -14L110 -18L150 -22Q210 -16 236 0Q210 16 150 22L110 18L70 14Q-60 24 -210 14Z'
  return (
    cast(shape, where, 12) +
    place(
      where,
      path('M-210 -14Q-60 -24 70 -14V14Q-60 24 -210 14Q-222 0 -210 -14Z', red.base),
      path('M-210 -10Q-60 -20 70 -10V-4Q-60 -12 -212 -3Z', red.light),
      path('M-212 5Q-60 14 70 6V14Q-60 24 -210 14Z', red.dark),
      path('M66 -16L150 -22V22L66 16Z', brass.base),
      path('M66 6L150 8V22L66 16Z', brass.dark),
      path('M150 -20Q210 -16 240 0Q210 16 150 20Z', walnut.base),
      path('M196 -14Q220 -10 240 0Q220 10 196 14Z', sky.dark),
    )
  )
}

function wells(): string {
  const puddles = [
    [-150, -18, '#e7a52f'],
    [4, -10, '#4d8fb8'],
    [160, -20, '#7f9a3f'],
  ] as const
  return puddles
    .map(
      ([x, y, fill]) =>
        rect(x - 68, -84, 136, 168, paper.dark, { rx: 16 }) +
        rect(x - 68, -76, 136, 160, paper.light, { rx: 16 }) +
        path(`M${x - 46} ${y + 20}q-6 -50 30 -44q20 -24 46 4q34 8 14 40q-4 40 -46 30q-38 4 -44 -30Z`, fill, {
          opacity: 0.8,
        }),
    )
    .join('')
}

function pan(index: number): string {
  const x = -216 + (index % 6) * 86
  const y = index < 6 ? -50 : 58
  const fill = pans[index] ?? ink.base
  return place(
    { x, y },
    rect(-38, -46, 76, 96, '#fff', { rx: 8 }),
    rect(-32, -38, 64, 82, fill, { rx: 6 }),
    oval(2, 6, 22, 26, '#000', { opacity: 0.14 }),
    stroke('M-22 -28H12', '#fff', 6, { opacity: 0.45 }),
  )
}

function box(): string {
  return (
    slab({ x: 0, y: -170, w: 560, h: 230, r: 20, depth: 16, tone: night }) +
    place({ y: -170 }, rect(-262, -100, 524, 200, paper.base, { rx: 14 }), wells()) +
    slab({ x: 0, y: 100, w: 560, h: 260, r: 20, depth: 46, tone: night }) +
    rect(-266, -16, 532, 232, '#11162a', { rx: 12 }) +
    place({ y: 98 }, ...pans.map((_, index) => pan(index))) +
    [-170, 170]
      .map((x) => rect(x - 36, -52, 72, 26, brass.dark, { rx: 6 }) + rect(x - 36, -54, 72, 18, brass.base, { rx: 6 }))
      .join('')
  )
}

export function alone(): string {
  return place({ x: 400, y: 410, turn: -5, scale: 1.08 }, box()) + brush({ x: 440, y: 690, turn: -14, scale: 1.1 })
}

export function inUse(): string {
  return (
    slab({ x: 366, y: 330, w: 600, h: 480, r: 4, turn: -3, depth: 8, tone: paper, top: paper.light }) +
    place(
      { x: 366, y: 330, turn: -3 },
      path('M-264 -200H264V-30H-264Z', sky.light),
      path('M-264 -20Q-160 -120 -40 -40T264 -70V60H-264Z', plum.light, { opacity: 0.8 }),
      path('M-264 40Q-120 -50 20 30T264 -10V120H-264Z', moss.light, { opacity: 0.9 }),
      path('M-264 110Q-60 20 90 90T264 70V200H-264Z', moss.base, { opacity: 0.9 }),
      path('M-80 200Q-40 150 40 140T60 96Q110 130 40 152T20 200Z', yellow.light),
      oval(150, -140, 34, 34, yellow.base, { opacity: 0.9 }),
      stroke('M-170 96V40M-186 60Q-170 10 -154 60ZM-140 104V56M-154 74Q-140 30 -126 74Z', moss.dark, 9),
      stroke('M-264 190Q-100 180 -120 200', wood.light, 4),
    ) +
    place({ x: 590, y: 606, turn: -16, scale: 0.62 }, box()) +
    brush({ x: 240, y: 566, turn: -52, scale: 1.1 })
  )
}
