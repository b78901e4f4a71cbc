import { brass, paper, steel, walnut, wood } from '../palette'
import { cast, pool } from '../solids'
import { circle, oval, type Place, path, place, repeat, stroke } from '../svg'

const nut = 'M-150 0C-160 150 -90 270 0 318C90 270 160 150 150 0Z'
const capShape = 'M-184 30C-190 -100 -110 -150 0 -152C110 -150 190 -100 184 30Q0 84 -184 30Z'

function nutHalf(): string {
  return (
    path(nut, wood.base) +
    path('M150 0C160 150 90 270 0 318C70 240 104 130 92 0Z', wood.dark) +
    stroke('M-96 60Q-84 160 -40 230M-50 50Q-44 130 -14 200M20 60Q22 130 12 190', wood.light, 8, { opacity: 0.8 }) +
    path('M-12 308L0 336L12 308Z', wood.dark)
  )
}

function acornCap(): string {
  const scales = repeat(4, (row) =>
    repeat(6, (i) => {
      const y = -96 + row * 34
      const spread = 30 + row * 7
      const x = (i - 2.5) * spread * 1.18 + (row % 2) * 10
      return `M${Math.round(x - 16)} ${y}q16 26 32 0`
    }),
  )
  return (
    path(capShape, walnut.base) +
    path('M184 30C190 -100 110 -150 0 -152C90 -130 130 -60 120 48Q154 42 184 30Z', walnut.dark) +
    stroke(scales, walnut.light, 7) +
    path('M-22 -140Q-16 -176 -20 -196H20Q16 -176 22 -140Z', walnut.dark)
  )
}

function links(points: [number, number, number][]): string {
  return points
    .map(([x, y, turn]) =>
      place(
        { x, y, turn },
        oval(0, 3, 15, 24, 'none', { stroke: brass.dark, 'stroke-width': 9 }),
        oval(0, 0, 15, 24, 'none', { stroke: brass.base, 'stroke-width': 7 }),
      ),
    )
    .join('')
}

function keyRing(where: Place): string {
  const r = 92
  return (
    place(
      { ...where, x: (where.x ?? 0) + 10, y: (where.y ?? 0) + 16 },
      circle(0, 0, r, 'none', { stroke: '#2b2118', 'stroke-width': 18, opacity: 0.13 }),
    ) +
    place(
      where,
      circle(0, 0, r, 'none', { stroke: steel.dark, 'stroke-width': 22 }),
      circle(-2, -3, r, 'none', { stroke: steel.base, 'stroke-width': 16 }),
      circle(-3, -5, r, 'none', { stroke: steel.light, 'stroke-width': 5 }),
    )
  )
}

export function alone(): string {
  const spot = { x: 356, y: 440, turn: 18, scale: 1.02 }
  return (
    cast(nut, spot, 24) +
    cast(capShape, spot, 24) +
    keyRing({ x: 584, y: 160 }) +
    place(spot, nutHalf(), acornCap()) +
    links([
      [432, 226, 40],
      [462, 204, 120],
      [492, 186, 50],
      [516, 178, 110],
    ])
  )
}

export function inUse(): string {
  const cap = { x: 560, y: 566, turn: 118, scale: 0.98 }
  return (
    pool(270, 700, 240, 50) +
    place(
      { x: 270, y: 374, scale: 1.04 },
      oval(0, 2, 150, 44, wood.light),
      oval(0, 2, 116, 32, walnut.dark),
      path('M-66 10V-210Q0 -236 66 -210V14Q0 40 -66 10Z', paper.base),
      path('M20 -226Q48 -224 66 -210V14Q46 26 20 28Z', paper.dark),
      oval(0, -212, 66, 20, paper.light),
      stroke('M-30 -212a30 9 0 1 1 30 9a16 5 0 1 1 6 -9', walnut.light, 5),
      stroke('M-66 -110Q0 -84 66 -110', '#c24b3c', 16),
      path('M-150 0Q-150 44 0 46Q150 44 150 0C160 150 90 270 0 318C-90 270 -160 150 -150 0Z', wood.base),
      path('M150 0C160 150 90 270 0 318C70 240 104 130 92 38Q150 30 150 0Z', wood.dark),
      stroke('M-96 80Q-84 170 -40 236M-50 90Q-44 150 -14 206M20 90Q22 150 12 196', wood.light, 8, { opacity: 0.8 }),
      stroke('M-148 26Q-130 62 0 66Q130 62 148 26', wood.dark, 5),
    ) +
    cast(capShape, cap, 20) +
    place(cap, acornCap(), oval(0, 34, 184, 40, walnut.dark), oval(0, 36, 150, 28, '#3f2a1b')) +
    keyRing({ x: 640, y: 220, scale: 0.9 }) +
    links([
      [690, 310, -20],
      [706, 346, 70],
      [716, 384, -10],
      [722, 424, 70],
    ])
  )
}
