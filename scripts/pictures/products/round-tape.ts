import { ink, red, steel, walnut, white, wood, yellow } from '../palette'
import { cast, disc, slab } from '../solids'
import { circle, path, place, rect, repeat, stroke } from '../svg'

/** Yellow tape running right from 0,0, marked along its upper edge. */
function tape(length: number): string {
  const marks = repeat(Math.floor(length / 22), (i) => `M${20 + i * 22} -34v${i % 5 === 0 ? 36 : 20}`)
  return (
    rect(0, -34, length, 68, yellow.base) +
    rect(0, 22, length, 12, yellow.dark) +
    stroke(marks, ink.dark, 5) +
    rect(length - 8, -46, 20, 92, steel.dark, { rx: 6 }) +
    rect(length - 8, -46, 12, 92, steel.light, { rx: 6 })
  )
}

function steelCase(x: number, y: number, size: number): string {
  return (
    disc(x, y, 200 * size, 46 * size, steel) +
    place(
      { x, y, scale: size },
      circle(0, 0, 182, steel.light),
      circle(5, 6, 178, steel.base),
      path('M-150 -60A162 162 0 0 1 -20 -160L-14 -120A122 122 0 0 0 -112 -44Z', white, { opacity: 0.7 }),
      path('M150 60A162 162 0 0 1 20 160L14 128A128 128 0 0 0 118 46Z', steel.dark, { opacity: 0.35 }),
      circle(0, 9, 66, red.dark),
      circle(0, 0, 64, red.base),
      path('M-44 -10A45 45 0 0 1 6 -45', 'none', { stroke: red.light, 'stroke-width': 12, 'stroke-linecap': 'round' }),
    )
  )
}

export function alone(): string {
  return (
    cast('M0 -34H470V34H0Z', { x: 300, y: 566, turn: -7 }, 10) +
    place({ x: 300, y: 566, turn: -7 }, tape(420)) +
    steelCase(340, 372, 1.12)
  )
}

export function inUse(): string {
  return (
    slab({ x: 420, y: 270, w: 520, h: 290, r: 12, depth: 90, tone: wood }) +
    rect(160, 125, 520, 290, wood.light, { rx: 12 }) +
    rect(176, 141, 488, 258, wood.base, { rx: 6 }) +
    stroke(
      'M190 190Q400 160 650 200M190 250Q420 220 650 262M190 320Q380 350 650 316M190 370Q440 390 650 366',
      wood.dark,
      5,
      { opacity: 0.5 },
    ) +
    rect(396, 396, 54, 74, steel.dark, { rx: 8 }) +
    rect(396, 396, 54, 64, walnut.base, { rx: 8 }) +
    circle(423, 434, 10, walnut.dark) +
    cast('M0 -34H520V34H0Z', { x: 150, y: 578 }, 10) +
    place({ x: 180, y: 578 }, tape(500)) +
    steelCase(146, 590, 0.62)
  )
}
