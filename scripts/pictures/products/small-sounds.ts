import { clay, ink, moss, night, paper, plum, red, sky, steel, type Tone, yellow } from '../palette'
import { slab } from '../solids'
import { circle, path, place, rect, repeat, stroke } from '../svg'

const colours: Tone[] = [clay, yellow, sky, moss]

function pad(index: number): string {
  const tone = colours[Math.floor(index / 4)] ?? clay
  const lit = index === 5 || index === 11
  return place(
    { x: -150 + (index % 4) * 100, y: 10 + Math.floor(index / 4) * 82 },
    rect(-42, -30, 84, 70, tone.dark, { rx: 14 }),
    rect(-42, -34, 84, 64, lit ? tone.light : tone.base, { rx: 14 }),
    rect(-32, -28, 64, 8, lit ? paper.light : tone.light, { rx: 4 }),
  )
}

function grille(): string {
  return repeat(6, (row) => repeat(6, (i) => circle(-164 + i * 25, -236 + row * 25, 7, night.base)))
}

export function alone(): string {
  const spot = { x: 400, y: 396, turn: -7 }
  return (
    slab({ ...spot, w: 460, h: 620, r: 40, depth: 46, tone: steel, top: paper.base }) +
    place(
      spot,
      stroke('M-200 -296H200', '#fff', 6),
      grille(),
      rect(8, -250, 186, 104, night.dark, { rx: 14 }),
      rect(14, -244, 174, 92, '#26323a', { rx: 10 }),
      stroke(
        'M34 -198V-194M50 -212V-180M66 -226V-166M82 -208V-184M98 -220V-172M114 -232V-160M130 -210V-182M146 -204V-188M162 -199V-193',
        '#a5d28a',
        8,
      ),
      ...[24, 84, 144].map(
        (x) =>
          circle(x + 8, -92, 26, steel.dark) +
          circle(x + 8, -97, 24, ink.base) +
          stroke(`M${x + 8} -100L${x + 18} -114`, paper.light, 6),
      ),
      ...Array.from({ length: 16 }, (_, index) => pad(index)),
    )
  )
}

function wave(): string {
  const heights = [10, 34, 80, 46, 120, 170, 96, 140, 60, 110, 40, 72, 24, 12]
  return heights
    .map((height, i) =>
      stroke(
        `M${242 + i * 25} ${430 - height}V${430 + height}`,
        [clay, yellow, moss, sky][Math.floor(i / 4)]?.dark ?? ink.base,
        14,
      ),
    )
    .join('')
}

function cup(flip: boolean): string {
  return place(
    { x: 400, y: 0, flip },
    path('M262 380Q360 370 366 470Q370 600 268 600Z', '#2b2118', { opacity: 0.13, transform: 'translate(14 22)' }),
    path('M250 360Q362 356 366 480Q366 610 250 610Z', flip ? plum.base : plum.dark),
    path('M250 360Q330 360 334 480Q334 610 250 610Z', flip ? plum.light : plum.base),
    rect(204, 352, 64, 266, night.dark, { rx: 30 }),
    rect(204, 352, 44, 260, night.light, { rx: 22 }),
    circle(330, 478, 12, red.base),
  )
}

export function inUse(): string {
  return (
    stroke('M92 420C60 40 740 40 708 420', '#2b2118', 44, { opacity: 0.12, transform: 'translate(14 24)' }) +
    stroke('M92 420C60 40 740 40 708 420', night.base, 46) +
    stroke('M92 400C70 40 730 40 708 400', night.light, 14, { transform: 'translate(-4 -8)' }) +
    wave() +
    cup(true) +
    cup(false) +
    stroke('M690 612C700 700 560 660 520 712S420 780 380 820', night.base, 12)
  )
}
