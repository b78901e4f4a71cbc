import { clay, ink, moss, paper, yellow } from '../palette'
import { cast, slab } from '../solids'
import { circle, path, place, rect, stroke } from '../svg'
import { notebook } from './pocket-notebook'

const flap = 'M-250 -160L0 40L250 -160Z'

/** A stamp of the same little hill on every letter. */
function stamp(x: number, y: number): string {
  return place(
    { x, y, turn: 4 },
    rect(-44, -52, 88, 104, paper.light, { stroke: paper.dark, 'stroke-width': 4, 'stroke-dasharray': '3 9' }),
    rect(-34, -42, 68, 84, yellow.light),
    path('M-34 42V10Q-10 -22 8 12Q20 -4 34 20V42Z', moss.base),
    circle(14, -18, 10, clay.base),
  )
}

function letter(spot: { x: number; y: number; turn: number }): string {
  return (
    slab({ ...spot, w: 500, h: 320, r: 12, depth: 14, tone: paper }) +
    place(
      spot,
      stroke('M-210 40H10M-210 78H-40M-210 116H-80', ink.light, 8, { opacity: 0.55 }),
      stamp(186, -84),
      stroke('M60 -96q22 -18 44 0t44 0M60 -70q22 -18 44 0t44 0', ink.base, 5, { opacity: 0.5 }),
    )
  )
}

export function alone(): string {
  return notebook({ x: 424, y: 312, turn: 9 }, moss) + letter({ x: 396, y: 500, turn: -7 })
}

export function inUse(): string {
  const spot = { x: 400, y: 500, turn: -4 }
  return (
    notebook({ x: 300, y: 250, turn: -16 }, yellow) +
    notebook({ x: 420, y: 224, turn: 2 }, clay) +
    notebook({ x: 530, y: 260, turn: 18 }, ink) +
    cast('M-250 -160H250V160H-250Z', spot, 18) +
    place(
      spot,
      rect(-250, -160, 500, 320, paper.base, { rx: 12 }),
      path('M-250 150L-30 -10Q0 -30 30 -10L250 150V160H-250Z', paper.light),
      path(flap, paper.dark, { opacity: 0.35 }),
      stroke('M-246 -154L0 40L246 -154', paper.dark, 4),
      circle(0, 34, 34, clay.base),
      circle(0, 34, 22, clay.light),
    )
  )
}
