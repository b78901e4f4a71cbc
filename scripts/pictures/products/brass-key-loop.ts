import { brass, ink, night, steel, type Tone, walnut } from '../palette'
import { cast } from '../solids'
import { circle, type Place, path, place, rect, stroke } from '../svg'
import { key } from '../things'

const loop = 'M0 -190A190 190 0 1 1 -1 -190Z'

export function ring(where: Place): string {
  return (
    place(
      { ...where, x: (where.x ?? 0) + 16, y: (where.y ?? 0) + 26 },
      stroke(loop, '#2b2118', 34, { opacity: 0.13 }),
    ) +
    place(
      where,
      stroke(loop, brass.dark, 42),
      place({ x: -3, y: -4 }, stroke(loop, brass.base, 32)),
      place({ x: -7, y: -9 }, stroke(loop, brass.light, 9)),
    )
  )
}

function barrel(where: Place): string {
  const knurls = Array.from({ length: 9 }, (_, i) => rect(-46 + i * 11, -34, 4, 68, brass.dark)).join('')
  return (
    cast('M-70 -34H70V34H-70Z', where, 10) +
    place(
      where,
      rect(-74, -34, 148, 76, brass.dark, { rx: 12 }),
      rect(-74, -36, 148, 68, brass.base, { rx: 12 }),
      knurls,
      rect(-66, -28, 132, 12, brass.light, { rx: 6 }),
    )
  )
}

const dull: Tone = { light: '#c9b18d', base: '#a5875c', dark: '#77603d' }

export function alone(): string {
  return (
    key({ x: 500, y: 470, turn: -24, scale: 1.28 }, steel) +
    key({ x: 318, y: 480, turn: 18, scale: 1.28 }, dull) +
    ring({ x: 404, y: 280, scale: 1.05 }) +
    barrel({ x: 404, y: 78 }) +
    stroke('M500 434q14 22 16 52', steel.light, 10, { opacity: 0 }) +
    place(
      { x: 318, y: 480, turn: 18, scale: 1.28 },
      path('M-46 10A46 46 0 0 0 16 60V80H-16V60A46 46 0 0 1 -46 10Z', dull.base),
    ) +
    place(
      { x: 500, y: 470, turn: -24, scale: 1.28 },
      path('M-46 10A46 46 0 0 0 16 60V80H-16V60A46 46 0 0 1 -46 10Z', steel.base),
    )
  )
}

export function inUse(): string {
  const seam = { 'stroke-dasharray': '18 12' }
  return (
    rect(0, 0, 800, 800, night.base) +
    path('M0 250Q400 290 800 250V0H0Z', ink.base) +
    path('M0 40Q400 80 800 40V210Q400 250 0 210Z', walnut.base) +
    path('M0 40Q400 80 800 40V62Q400 102 0 62Z', walnut.light) +
    path('M0 190Q400 230 800 190V210Q400 250 0 210Z', walnut.dark) +
    stroke('M0 272Q400 312 800 272', brass.dark, 5, seam) +
    stroke('M560 300Q600 540 760 700', brass.dark, 5, seam) +
    stroke('M590 290Q630 520 800 680', brass.dark, 5, seam) +
    stroke('M60 360Q120 560 90 800M200 420Q220 640 190 800', night.light, 8, { opacity: 0.5 }) +
    rect(262, 22, 108, 300, night.dark, { rx: 12, opacity: 0.5 }) +
    rect(252, 10, 108, 296, ink.light, { rx: 12 }) +
    stroke('M268 30V290M344 30V290', brass.dark, 4, seam) +
    key({ x: 390, y: 570, turn: -14, scale: 0.9 }, steel) +
    key({ x: 300, y: 580, turn: 12, scale: 0.9 }, dull) +
    ring({ x: 330, y: 420, scale: 0.86 }) +
    barrel({ x: 492, y: 420, turn: 90, scale: 0.8 }) +
    path('M252 180H360V290A12 12 0 0 1 348 302H264A12 12 0 0 1 252 290Z', ink.light) +
    stroke('M268 170V290M344 170V290', brass.dark, 4, seam) +
    circle(700, 330, 22, brass.dark) +
    circle(698, 326, 18, brass.base)
  )
}
