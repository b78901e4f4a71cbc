import { blueTit, robin } from '../birds'
import { booklet } from '../guide'
import { moss, night, paper, red, sky, walnut } from '../palette'
import { slab } from '../solids'
import { circle, clip, oval, path, place, rect, stroke } from '../svg'
import { leaf, phoneFace } from '../things'

export function alone(): string {
  const cover =
    oval(14, -10, 160, 214, paper.base) +
    stroke('M-130 156Q0 120 160 150', walnut.base, 16) +
    leaf({ x: 120, y: 146, turn: 40 }, moss, 90) +
    leaf({ x: -96, y: 148, turn: -30 }, moss, 80) +
    robin({ x: 8, y: -20, scale: 0.86 }) +
    stroke('M-100 240H130M-40 258H70', moss.light, 7)
  return booklet({ x: 400, y: 396, turn: -6 }, moss, cover)
}

export function inUse(): string {
  const page = clip(
    'page',
    rect(-110, -220, 220, 440, '#000', { rx: 22 }),
    rect(-110, -220, 220, 440, paper.base),
    rect(-110, -220, 220, 250, sky.light),
    circle(60, -160, 26, '#f6d074'),
    stroke('M-120 4Q0 -22 120 2', walnut.base, 10),
    leaf({ x: 74, y: 0, turn: 34 }, moss, 64),
    leaf({ x: -86, y: -4, turn: -150 }, moss, 50),
    blueTit({ x: 2, y: -82, scale: 0.46 }),
    rect(-86, 60, 110, 16, '#7f6090', { rx: 8 }),
    stroke('M-82 104H82M-82 130H70M-82 156H80M-82 182H20', '#b8ad97', 8),
  )
  const spot = { x: 404, y: 392, turn: 10 }
  return (
    leaf({ x: 130, y: 560, turn: -40 }, moss, 260) +
    leaf({ x: 170, y: 610, turn: -84 }, moss, 200) +
    slab({ ...spot, w: 360, h: 690, r: 52, depth: 30, tone: night }) +
    place({ ...spot, scale: 1.45 }, phoneFace(page, night)) +
    path('M640 690q20 -40 60 -30q30 10 20 40q-40 20 -80 -10Z', red.base) +
    stroke('M690 660q10 -24 30 -26', moss.dark, 8)
  )
}
