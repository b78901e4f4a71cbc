import { brass, moss, steel, type Tone, wood, yellow } from '../palette'
import { cast, pool } from '../solids'
import { circle, path, place, rect, stroke } from '../svg'
import { gripBack, gripFront, leaf } from '../things'

const fresh: Tone = { light: '#a8c07c', base: '#7fa05a', dark: '#5a7c3f' }

function baguette(): string {
  return place(
    { x: 520, y: 220, turn: 16 },
    rect(-50, -160, 100, 420, wood.dark, { rx: 50 }),
    rect(-50, -160, 84, 420, wood.base, { rx: 42 }),
    stroke('M-24 -104L22 -130M-28 -40L26 -66M-28 24L26 -2', '#f2ddb8', 15),
  )
}

function greens(): string {
  return (
    leaf({ x: 300, y: 330, turn: -34 }, fresh, 230) +
    leaf({ x: 330, y: 330, turn: -10 }, moss, 260) +
    leaf({ x: 370, y: 340, turn: 14 }, fresh, 220)
  )
}

export function alone(): string {
  return (
    pool(410, 712, 320, 50) +
    stroke('M252 310C256 60 356 40 372 300', yellow.dark, 26) +
    path('M176 290Q400 250 624 290L600 360H200Z', '#a3731a') +
    greens() +
    baguette() +
    path('M176 290Q400 340 624 290L668 680Q670 716 634 716H166Q130 716 132 680Z', yellow.base) +
    path('M560 304Q594 300 624 290L668 680Q670 716 634 716H560Q600 520 560 304Z', yellow.dark) +
    path('M176 290Q400 340 624 290L627 316Q400 366 173 316Z', yellow.light) +
    stroke('M432 330C440 70 548 70 556 320', yellow.dark, 28) +
    stroke('M430 328C438 70 544 70 552 318', yellow.light, 18) +
    stroke('M246 330C236 420 220 560 222 640M330 420Q340 540 316 650M470 420Q476 520 500 600', yellow.dark, 7, {
      opacity: 0.5,
    }) +
    rect(300, 450, 170, 150, yellow.dark, { rx: 16 }) +
    rect(300, 446, 170, 148, yellow.base, { rx: 16 }) +
    stroke('M314 486H456M314 506V572A10 10 0 0 0 324 582H446A10 10 0 0 0 456 572V506', yellow.light, 5, {
      'stroke-dasharray': '12 9',
    })
  )
}

export function inUse(): string {
  const spot = { x: 400, y: 372, turn: -6 }
  const pouch = 'M-150 -130Q0 -166 150 -130Q184 20 150 170Q0 206 -150 170Q-184 20 -150 -130Z'
  return (
    gripBack({ x: 400, y: 470, turn: -6 }, 320) +
    cast(pouch, spot, 18) +
    stroke('M448 210Q500 120 470 70', steel.dark, 14) +
    circle(462, 58, 44, 'none', { stroke: brass.dark, 'stroke-width': 16 }) +
    circle(459, 54, 44, 'none', { stroke: brass.base, 'stroke-width': 11 }) +
    place(
      spot,
      path(pouch, yellow.dark, { transform: 'translate(4 14)' }),
      path(pouch, yellow.base),
      path('M150 -130Q184 20 150 170Q110 182 70 188Q120 20 96 -146Q124 -140 150 -130Z', yellow.dark),
      stroke('M-136 -106Q0 -138 136 -106', yellow.light, 6, { 'stroke-dasharray': '14 10' }),
      stroke('M-120 -60Q0 -90 122 -58', yellow.dark, 12),
      rect(96, -80, 44, 26, steel.base, { rx: 8 }),
      stroke('M-90 20Q-60 60 -96 120M10 0Q40 70 0 140', yellow.light, 8, { opacity: 0.7 }),
    ) +
    gripFront({ x: 400, y: 470, turn: -6 }, 330)
  )
}
