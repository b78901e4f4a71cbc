import { clay, moss, paper, red, sky, steel, type Tone, yellow } from '../palette'
import { cast, pool, slab } from '../solids'
import { circle, path, place, rect, stroke } from '../svg'
import { coin, reel } from '../things'

/** A closed tin standing on its base, seen from the front and a little above. */
function tin(x: number, base: number, w: number, h: number, tone: Tone): string {
  const lid = h * 0.36
  const rise = w * 0.13
  return place(
    { x, y: base },
    path(`M${-w / 2} ${-h}V-18Q${-w / 2} 0 ${-w / 2 + 18} 0H${w / 2 - 18}Q${w / 2} 0 ${w / 2} -18V${-h}Z`, tone.dark),
    path(`M${-w / 2} ${-h}V-18Q${-w / 2} 0 ${-w / 2 + 18} 0H${w * 0.3}V${-h}Z`, tone.base),
    path(`M${-w / 2 - 6} ${-h}H${w / 2 + 6}V${-h + lid}H${-w / 2 - 6}Z`, tone.base),
    path(`M${w * 0.3} ${-h}H${w / 2 + 6}V${-h + lid}H${w * 0.3}Z`, tone.dark),
    rect(-w / 2 - 6, -h + lid - 12, w + 12, 12, steel.base, { rx: 6 }),
    path(
      `M${-w / 2 - 6} ${-h}Q${-w / 2 + 10} ${-h - rise} ${-w / 2 + 50} ${-h - rise}H${w / 2 - 50}Q${w / 2 - 10} ${-h - rise} ${w / 2 + 6} ${-h}Q0 ${-h + 18} ${-w / 2 - 6} ${-h}Z`,
      tone.light,
    ),
    path(
      `M${-w / 2 + 36} ${-h - 4}Q${-w / 2 + 50} ${-h - rise + 14} ${-w / 2 + 76} ${-h - rise + 14}H${w / 2 - 76}Q${w / 2 - 50} ${-h - rise + 14} ${w / 2 - 36} ${-h - 4}Q0 ${-h + 8} ${-w / 2 + 36} ${-h - 4}Z`,
      tone.base,
    ),
    rect(-30, -h + lid - 34, 60, 40, steel.dark, { rx: 8 }),
    rect(-30, -h + lid - 36, 60, 34, steel.light, { rx: 8 }),
    stroke(`M${-w / 2 + 18} ${-h + lid + 14}V-34`, tone.light, 8, { opacity: 0.7 }),
  )
}

export function alone(): string {
  return (
    pool(420, 700, 340, 54) +
    tin(400, 694, 540, 230, sky) +
    tin(386, 450, 400, 170, clay) +
    tin(414, 262, 270, 116, yellow)
  )
}

function plaster(x: number, y: number, turn: number): string {
  const shape = 'M-76 -24H76A24 24 0 0 1 76 24H-76A24 24 0 0 1 -76 -24Z'
  const holes = [-78, -62, 62, 78].flatMap((hx) => [-8, 8].map((hy) => circle(hx, hy, 3.5, '#b67d5d')))
  return (
    cast(shape, { x, y, turn }, 6) +
    place({ x, y, turn }, path(shape, '#e9b999'), rect(-34, -24, 68, 48, '#f3d2b8'), ...holes)
  )
}

function tablet(x: number, y: number, turn: number, tone: Tone): string {
  const shape = 'M-22 -17H22A17 17 0 0 1 22 17H-22A17 17 0 0 1 -22 -17Z'
  return (
    cast(shape, { x, y, turn }, 6) +
    place(
      { x, y, turn },
      path(shape, paper.light),
      path('M0 -17H22A17 17 0 0 1 22 17H0Z', tone.base),
      stroke('M-20 -8H20', '#fff', 5, { opacity: 0.7 }),
    )
  )
}

export function inUse(): string {
  const spot = { x: 400, y: 510, turn: 0 }
  return (
    slab({ x: 400, y: 216, w: 580, h: 270, r: 44, depth: 20, tone: clay }) +
    rect(128, 98, 544, 236, clay.dark, { rx: 34 }) +
    rect(128, 112, 544, 222, clay.light, { rx: 34 }) +
    stroke('M180 150H470M180 176H300', '#f0b59f', 12) +
    slab({ ...spot, w: 580, h: 350, r: 44, depth: 70, tone: clay }) +
    rect(110, 335, 580, 350, clay.light, { rx: 44 }) +
    rect(128, 353, 544, 314, clay.dark, { rx: 32 }) +
    rect(128, 376, 544, 291, '#b8553c', { rx: 32 }) +
    [190, 610]
      .map((x) => rect(x - 34, 326, 68, 26, steel.dark, { rx: 8 }) + rect(x - 34, 324, 68, 18, steel.light, { rx: 8 }))
      .join('') +
    plaster(270, 440, -14) +
    plaster(256, 500, 8) +
    plaster(286, 572, -6) +
    reel({ x: 470, y: 480, scale: 1.25, turn: 8 }, moss) +
    coin({ x: 596, y: 440 }) +
    coin({ x: 616, y: 506, scale: 0.8 }, steel) +
    tablet(440, 618, 20, red) +
    tablet(520, 602, -40, yellow) +
    tablet(598, 610, 10, sky)
  )
}
