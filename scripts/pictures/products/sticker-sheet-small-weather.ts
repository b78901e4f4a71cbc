import { clay, ink, paper, red, sky, white, yellow } from '../palette'
import { cast, slab } from '../solids'
import { circle, path, place, rect, repeat, round, stroke } from '../svg'

const cloudShape = 'M-62 34A34 34 0 0 1 -58 -32A44 44 0 0 1 26 -42A36 36 0 0 1 66 34Z'

function outlined(shape: string): string {
  return stroke(shape, white, 18) + path(shape, white)
}

function cloud(): string {
  return (
    outlined(cloudShape) +
    path(cloudShape, sky.base) +
    path('M-62 34A34 34 0 0 1 -84 10Q-20 30 86 2A36 36 0 0 1 66 34Z', sky.dark)
  )
}

function sun(): string {
  const rays = repeat(10, (i) => {
    const a = (i * Math.PI) / 5
    return `M${round(46 * Math.cos(a))} ${round(46 * Math.sin(a))}L${round(62 * Math.cos(a))} ${round(62 * Math.sin(a))}`
  })
  return (
    stroke(rays, white, 30) +
    circle(0, 0, 52, white) +
    stroke(rays, yellow.dark, 11) +
    circle(0, 0, 36, yellow.base) +
    path('M-24 -12A27 27 0 0 1 4 -27', 'none', { stroke: yellow.light, 'stroke-width': 8, 'stroke-linecap': 'round' })
  )
}

function drop(): string {
  const shape = 'M0 -56Q42 0 38 22A38 38 0 0 1 -38 22Q-42 0 0 -56Z'
  return (
    outlined(shape) +
    path(shape, ink.light) +
    path('M-18 22A20 20 0 0 0 0 42', 'none', { stroke: sky.light, 'stroke-width': 8, 'stroke-linecap': 'round' })
  )
}

function moon(): string {
  const shape = 'M18 -52A54 54 0 1 0 52 30A46 46 0 0 1 18 -52Z'
  return outlined(shape) + path(shape, yellow.light) + circle(-22, 10, 8, yellow.base) + circle(-4, 34, 5, yellow.base)
}

function bolt(): string {
  const shape = 'M12 -60L-40 10H-6L-18 60L42 -18H6L28 -60Z'
  return outlined(shape) + path(shape, red.base)
}

const order = [sun, cloud, drop, cloud, bolt, moon, drop, sun, cloud]

export function alone(): string {
  const spot = { x: 400, y: 404, turn: -5 }
  return (
    slab({ ...spot, w: 520, h: 600, r: 20, depth: 6, tone: paper, top: clay.light }) +
    place(
      spot,
      rect(-248, -288, 496, 576, 'none', {
        rx: 14,
        stroke: clay.base,
        'stroke-width': 3,
        'stroke-dasharray': '2 12',
        'stroke-linecap': 'round',
      }),
      ...order.map((draw, i) =>
        place(
          { x: -164 + (i % 3) * 164, y: -190 + Math.floor(i / 3) * 190, turn: (i % 2) * 10 - 5, scale: 0.9 },
          draw(),
        ),
      ),
    )
  )
}

export function inUse(): string {
  const peel = { x: 478, y: 470, turn: -18, scale: 3 }
  return (
    slab({ x: 330, y: 330, w: 500, h: 640, r: 30, turn: -10, depth: 22, tone: ink }) +
    place({ x: 330, y: 330, turn: -10 }, rect(-250, -320, 52, 640, ink.dark, { rx: 26 })) +
    cast('M-70 -70H70V70H-70Z', { x: 300, y: 210 }, 0) +
    place({ x: 300, y: 214, scale: 1.5, turn: 8 }, sun()) +
    cast(cloudShape, peel, 22) +
    place(
      peel,
      cloud(),
      path('M92 -4Q70 20 44 42Q62 46 74 38Q92 30 92 -4Z', paper.dark),
      path('M94 -10Q60 2 38 44Q54 24 94 -10Z', white),
    )
  )
}
