import { ink, moss, night, paper, pencilGrey, sky, steel, yellow } from '../palette'
import { slab } from '../solids'
import { path, place, rect, repeat, round, stroke } from '../svg'

function spiral(y: number): string {
  return repeat(12, (i) => {
    const x = -165 + i * 30
    return stroke(`M${x} ${y + 22}V${y - 16}q10 -14 12 4v20`, steel.dark, 6)
  })
}

function bead(x: number, y: number, size: number): string {
  return place(
    { x, y, scale: size },
    path('M-18 0A18 18 0 0 0 18 0Q16 -22 0 -36Q-16 -22 -18 0Z', sky.dark, { opacity: 0.55 }),
    path('M-14 -1A14 14 0 0 0 14 -1Q12 -18 0 -29Q-12 -18 -14 -1Z', sky.light, { opacity: 0.85 }),
    path('M-7 -2q-1 -8 4 -14', 'none', { stroke: '#fff', 'stroke-width': 4, 'stroke-linecap': 'round' }),
  )
}

const beads: [number, number, number][] = [
  [-130, -150, 1],
  [-60, -60, 1.5],
  [-140, 60, 1.2],
  [-20, 150, 1],
  [40, -170, 0.8],
  [20, 40, 0.8],
  [-110, 220, 1.4],
  [150, -40, 1],
  [156, 190, 1.2],
]

export function alone(): string {
  return (
    slab({ x: 400, y: 412, w: 384, h: 530, r: 22, turn: 8, depth: 34, tone: paper }) +
    place(
      { x: 400, y: 412, turn: 8 },
      rect(-192, -265, 384, 530, yellow.base, { rx: 22 }),
      path('M-192 -180V-243Q-192 -265 -170 -265H170Q192 -265 192 -243V-180Z', yellow.dark),
      stroke('M-172 -160V240', yellow.light, 6),
      rect(-104, -96, 170, 110, paper.base, { rx: 10 }),
      rect(84, -266, 26, 532, night.base),
      rect(84, -266, 8, 532, night.light),
      spiral(-262),
      ...beads.map(([x, y, size]) => bead(x, y, size)),
    )
  )
}

function fern(): string {
  const fronds = repeat(8, (i) => {
    const y = 150 - i * 36
    const reach = 92 - i * 9
    return `M${i * 3} ${y}q${reach * 0.6} -14 ${reach} -52M${i * 3} ${y}q${-reach * 0.6} -10 ${-reach} -44`
  })
  return stroke(`M-6 214Q-4 20 26 -150${fronds}`, moss.dark, 7)
}

export function inUse(): string {
  const rain = repeat(26, (i) => {
    const x = 40 + ((i * 173) % 760)
    const y = 20 + ((i * 97) % 740)
    return `M${x} ${y}l-14 ${round(44)}`
  })
  return (
    slab({ x: 400, y: 200, w: 384, h: 230, r: 22, turn: -6, depth: 12, tone: yellow }) +
    slab({ x: 420, y: 480, w: 384, h: 470, r: 18, turn: -6, depth: 32, tone: paper }) +
    place(
      { x: 412, y: 470, turn: -6 },
      rect(-184, -225, 384, 470, paper.light, { rx: 18 }),
      place({ x: -10, y: 10 }, fern()),
      stroke('M90 150h70M90 180h48', pencilGrey, 5),
      spiral(-226),
      bead(120, -110, 1.4),
      bead(-120, -60, 1),
      bead(-130, 170, 1.3),
    ) +
    stroke(rain, sky.dark, 5, { opacity: 0.7 }) +
    stroke('M96 704q26 -12 52 0M640 742q30 -14 60 0', ink.light, 5, { opacity: 0.4 })
  )
}
