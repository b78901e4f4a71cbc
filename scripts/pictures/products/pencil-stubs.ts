import { brass, clay, moss, paper, red, sky, type Tone, walnut, wood, yellow } from '../palette'
import { cast, slab } from '../solids'
import { path, place, rect, repeat, round, stroke } from '../svg'
import { pencil } from '../things'

function standing(x: number, tone: Tone, y: number): string {
  return pencil({ x, y, turn: -90, scale: 2.1 }, tone, 240)
}

export function alone(): string {
  return place(
    { x: 8, y: 20, turn: 0 },
    slab({ x: 400, y: 520, w: 330, h: 330, r: 14, depth: 22, tone: wood }),
    rect(246, 350, 308, 60, walnut.dark),
    standing(302, red, 352),
    standing(400, sky, 318),
    standing(498, yellow, 366),
    path('M235 400Q400 452 565 400V671Q565 685 551 685H249Q235 685 235 671Z', moss.base),
    path('M235 400Q400 452 565 400V416Q400 468 235 416Z', moss.light),
    path('M520 410Q545 406 565 400V671Q565 685 551 685H520Z', moss.dark),
    path('M400 500l54 82h-108Z', paper.base),
    path('M400 500l16 24h-32Z', clay.dark),
  )
}

/** A fan of cedar with the pencil's paint along its wavy rim. */
function shaving(x: number, y: number, turn: number, size: number): string {
  const rim = repeat(10, (i) => {
    const b = Math.PI * (1.14 + i * 0.08)
    const c = Math.PI * (1.18 + i * 0.08)
    return `Q${round(112 * Math.cos(b))} ${round(112 * Math.sin(b))} ${round(92 * Math.cos(c))} ${round(92 * Math.sin(c))}`
  })
  const edge = `M${round(92 * Math.cos(Math.PI * 1.1))} ${round(92 * Math.sin(Math.PI * 1.1))}${rim}`
  const shape = `${edge}L14 -14Q0 -26 -16 -12Z`
  return (
    cast(shape, { x, y, turn, scale: size }, 8) +
    place(
      { x, y, turn, scale: size },
      path(shape, wood.light),
      stroke('M-12 -18L-60 -54M-2 -22L-18 -78M8 -20L36 -72', wood.base, 4),
      stroke(edge, red.base, 9),
    )
  )
}

export function inUse(): string {
  const sharpener = { x: 250, y: 570, turn: -16 }
  return (
    shaving(520, 690, -50, 1.1) +
    shaving(610, 600, 20, 1.2) +
    shaving(470, 560, 80, 0.9) +
    pencil({ x: 420, y: 290, turn: -32, scale: 2.3 }, red, 260) +
    cast('M-84 -60H84L66 60H-66Z', sharpener, 14) +
    place(
      sharpener,
      path('M-84 -60H84L66 66H-66Z', brass.dark),
      path('M-84 -64H84L66 48H-66Z', brass.base),
      path('M-84 -64H84L81 -46H-81Z', brass.light),
      place(
        { x: 6, y: -6, turn: 12 },
        rect(-40, -40, 72, 84, '#dfe4e7', { rx: 4 }),
        rect(-40, 26, 72, 18, '#7f8b95', { rx: 4 }),
      ),
      path('M-12 -8a12 12 0 1 0 24 0a12 12 0 1 0 -24 0Z', brass.dark),
    )
  )
}
