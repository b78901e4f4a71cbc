import { brass, ink, paper, red, sky, white, wood } from '../palette'
import { cast, slab } from '../solids'
import { circle, type Place, path, place, rect, stroke } from '../svg'

const hull = 'M-270 40H270L226 150H-206Z'
const deck = 'M-190 40V-60H150V40Z'
const bridge = 'M-90 -60V-140H60V-60Z'
const funnel = 'M70 -60V-190H130V-60Z'
const waves = 'M-290 170Q-240 110 -190 150T-90 150T10 150T110 150T210 150T290 140V190Q0 250 -290 190Z'
const all = `${hull}${deck}${bridge}${funnel}${waves}`

function ferry(where: Place): string {
  const rim = { stroke: brass.base, 'stroke-width': 24, 'stroke-linejoin': 'round' } as const
  return (
    cast(all, where, 24) +
    place(
      where,
      place({ y: 12 }, path(all, brass.dark, { ...rim, stroke: brass.dark })),
      path(all, brass.base, rim),
      stroke('M96 -206Q60 -250 110 -270T90 -320', brass.dark, 24),
      stroke('M96 -210Q60 -254 110 -274T90 -324', brass.base, 22),
      stroke('M96 -210Q60 -254 110 -274T90 -324', white, 9),
      path(funnel, red.base),
      rect(70, -160, 60, 30, ink.base),
      path(bridge, paper.light),
      rect(-76, -122, 122, 34, sky.base, { rx: 6 }),
      path(deck, paper.light),
      path('M110 -60H150V40H110Z', paper.dark),
      ...[-120, -20, 80].map((x) => circle(x, -8, 29, brass.base) + circle(x, -8, 20, brass.light)),
      path(hull, red.base),
      path('M270 40L226 150H160L190 40Z', red.dark),
      stroke('M-240 66H240', paper.base, 9),
      path(waves, ink.light),
      stroke('M-260 186Q-220 150 -180 182T-80 182T20 182T120 182T220 176', sky.base, 12),
    )
  )
}

export function alone(): string {
  return ferry({ x: 396, y: 456, scale: 1.12 })
}

export function inUse(): string {
  return (
    stroke('M-20 60Q300 -10 420 110Q560 10 820 70', wood.dark, 9) +
    slab({ x: 410, y: 430, w: 440, h: 580, r: 18, turn: 4, depth: 10, tone: paper }) +
    place(
      { x: 410, y: 430, turn: 4 },
      path('M-220 60H220V272A18 18 0 0 1 202 290H-202A18 18 0 0 1 -220 272Z', sky.base),
      stroke('M-190 130q30 -24 60 0t60 0t60 0t60 0t60 0t60 0M-160 220q30 -24 60 0t60 0t60 0t60 0t60 0', sky.light, 9),
      circle(120, -150, 44, '#e7b13c'),
      circle(0, -250, 20, '#eadcc6'),
      stroke('M0 -250Q-20 -300 4 -330', wood.dark, 8),
      ferry({ x: -6, y: 14, scale: 0.58 }),
    )
  )
}
