import { clay, ink, moss, paper, red, sky, steel, type Tone, yellow } from '../palette'
import { cast, slab } from '../solids'
import { circle, type Place, path, place, rect, repeat, stroke } from '../svg'
import { button, reel } from '../things'

const grey: Tone = { light: '#d8d5ce', base: '#b3afa6', dark: '#86827a' }

function needle(where: Place): string {
  const shape = 'M-150 -2L130 -8Q160 0 130 8L-150 2Z'
  return (
    cast(shape, where, 8) +
    place(
      where,
      path(shape, steel.dark),
      path('M-150 -2L130 -8Q150 -4 150 -1L-150 0Z', steel.light),
      rect(104, -3, 30, 6, '#4a4f55', { rx: 3 }),
    )
  )
}

function safetyPin(where: Place): string {
  return place(
    where,
    stroke('M-80 18H70Q92 18 92 0T70 -18L-70 -12', '#2b2118', 9, { opacity: 0.15, transform: 'translate(5 9)' }),
    stroke('M-80 18H70Q92 18 92 0T70 -18L-70 -12', steel.base, 9),
    rect(-104, -24, 46, 54, steel.dark, { rx: 14 }),
    rect(-104, -26, 42, 50, steel.light, { rx: 14 }),
    circle(82, 0, 7, 'none', { stroke: steel.dark, 'stroke-width': 5 }),
  )
}

export function alone(): string {
  return place(
    { x: 400, y: 410, turn: 6, scale: 1.04 },
    slab({ x: 0, y: -190, w: 540, h: 230, r: 26, depth: 16, tone: moss }) +
      rect(-248, -284, 496, 190, moss.dark, { rx: 16 }) +
      rect(-226, -268, 452, 160, paper.base, { rx: 8 }) +
      needle({ x: -6, y: -216, turn: -4 }) +
      needle({ x: 12, y: -170, turn: 2 }) +
      rect(-90, -234, 18, 100, paper.dark, { rx: 4 }) +
      slab({ x: 0, y: 100, w: 540, h: 320, r: 26, depth: 62, tone: moss }),
    rect(-270, -60, 540, 320, moss.light, { rx: 26 }),
    rect(-250, -42, 500, 284, moss.dark, { rx: 16 }),
    rect(-250, -22, 500, 264, '#465730', { rx: 16 }),
    ...[-170, 170].map(
      (x) => rect(x - 32, -74, 64, 24, steel.dark, { rx: 6 }) + rect(x - 32, -76, 64, 16, steel.light, { rx: 6 }),
    ),
    reel({ x: -176, y: 84, scale: 1.3 }, ink),
    reel({ x: -64, y: 84, scale: 1.3 }, { light: '#fff', base: paper.base, dark: paper.dark }),
    reel({ x: 48, y: 84, scale: 1.3 }, grey),
    button({ x: 152, y: 18 }, clay, 38),
    button({ x: 200, y: 92 }, yellow, 34),
    button({ x: 136, y: 128 }, sky, 30),
    button({ x: 204, y: 176 }, red, 32),
    safetyPin({ x: -20, y: 206, scale: 0.9 }),
  )
}

export function inUse(): string {
  const weave = repeat(9, (i) => `M0 ${60 + i * 90}Q400 ${30 + i * 90} 800 ${70 + i * 90}`)
  return (
    rect(0, 0, 800, 800, sky.dark) +
    path('M0 0H800V190Q400 260 0 200Z', sky.base) +
    path('M0 200Q400 260 800 190V222Q400 292 0 232Z', '#527a91') +
    stroke('M0 172Q400 232 800 162', paper.base, 5, { 'stroke-dasharray': '22 14' }) +
    stroke(weave, '#527a91', 4, { opacity: 0.35 }) +
    stroke('M0 560Q160 520 300 640T640 800', '#527a91', 22, { opacity: 0.5 }) +
    button({ x: 356, y: 450, turn: 10 }, yellow, 168) +
    place({ x: 356, y: 450, turn: 10 }, stroke('M-40 -40L40 40M-36 -46L44 34M40 -40L-2 2', red.base, 13)) +
    stroke('M376 432C430 360 420 300 500 310S690 330 640 210', '#2b2118', 10, {
      opacity: 0.13,
      transform: 'translate(10 16)',
    }) +
    stroke('M376 432C430 360 420 300 500 310S690 330 640 210', red.base, 10) +
    needle({ x: 560, y: 122, turn: 40, scale: 1.1 }) +
    stroke('M640 210Q646 196 650 188', red.base, 10)
  )
}
