import { ink, moss, paper, shadowColour, steel } from '../palette'
import { pips } from '../pips'
import { slab } from '../solids'
import { circle, oval, type Place, path, place, rect, stroke } from '../svg'

function dots(count: number, y: number): string {
  return (pips[count] ?? []).map(([u, v]) => circle(u * 17, y + v * 17, 6.5, ink.dark)).join('')
}

/** One piece lying down, 76 by 152. */
function piece(where: Place, upper: number, lower: number): string {
  return place(
    where,
    rect(-38, -68, 76, 152, paper.dark, { rx: 10 }),
    rect(-38, -76, 76, 152, paper.light, { rx: 10 }),
    stroke('M-26 0H26', steel.base, 4),
    dots(upper, -38),
    dots(lower, 38),
  )
}

const inside: [number, number][] = [
  [6, 4],
  [2, 5],
  [3, 3],
  [1, 6],
  [5, 0],
  [4, 4],
  [2, 1],
  [6, 5],
  [0, 3],
  [5, 5],
  [1, 4],
  [3, 6],
]

export function alone(): string {
  const spot = { x: 400, y: 420, turn: -10 }
  return (
    slab({ ...spot, w: 560, h: 400, r: 40, depth: 66, tone: moss }) +
    place(
      spot,
      rect(-280, -200, 560, 400, moss.light, { rx: 40 }),
      rect(-262, -184, 524, 368, moss.dark, { rx: 28 }),
      ...inside.map(([upper, lower], i) =>
        piece({ x: -211 + (i % 6) * 84, y: -86 + Math.floor(i / 6) * 168 }, upper, lower),
      ),
      path('M20 -210H268Q300 -210 300 -178V178Q300 214 268 214H20Z', shadowColour, { opacity: 0.28 }),
      path('M60 -214H300Q340 -214 340 -174V190Q340 230 300 230H60Z', moss.dark),
      path('M60 -222H300Q340 -222 340 -182V166Q340 206 300 206H60Z', moss.base),
      path('M60 -222H300Q340 -222 340 -182V-190H60Z', moss.light),
      rect(60, -222, 16, 428, moss.light),
      oval(150, -8, 34, 62, moss.dark),
      oval(154, -4, 30, 56, moss.light, { opacity: 0.5 }),
      place(
        { x: 246, y: -8 },
        rect(-30, -60, 60, 120, paper.light, { rx: 8 }),
        stroke('M-18 0H18', steel.base, 4),
        circle(0, -30, 7, ink.dark),
        circle(-12, 18, 6, ink.dark),
        circle(12, 42, 6, ink.dark),
      ),
    )
  )
}

/** One piece standing on edge; `lean` degrees towards the next. */
function standing(x: number, y: number, lean: number): string {
  return place(
    { x, y, turn: lean },
    path('M-38 0V-150Q-38 -160 -28 -160H28Q38 -160 38 -150V0Z', paper.light),
    path('M38 0V-150Q38 -160 28 -160L46 -170Q58 -168 58 -158V-12Z', paper.dark),
    path('M-28 -160H28L46 -170H-8Z', paper.base),
    stroke('M-24 -80H24', steel.base, 4),
    circle(-14, -122, 7, ink.dark),
    circle(14, -122, 7, ink.dark),
    circle(0, -40, 7, ink.dark),
  )
}

export function inUse(): string {
  const line = Array.from({ length: 11 }, (_, i) => {
    const t = i / 10
    const x = 110 + t * 580
    const y = 330 + Math.sin(t * Math.PI * 1.7) * 150 + t * 210
    return { x, y, lean: Math.max(0, 58 - i * 17) }
  })
  const trail = line.map((p) => oval(p.x + 40, p.y + 4, 74, 20, 'url(#s)')).join('')
  const pieces = [...line]
    .sort((a, b) => a.y - b.y)
    .map((p) => standing(p.x, p.y, p.lean))
    .join('')
  return place({ x: -62, y: -30, scale: 1.1 }, trail, pieces)
}
