import { brass, clay, night, paper, plum, red, yellow } from '../palette'
import { cast } from '../solids'
import { circle, clip, oval, type Place, path, place, repeat, stroke } from '../svg'

const upperWing = 'M10 -40C60 -190 210 -262 330 -230C356 -150 300 -20 170 22C100 40 40 20 10 -10Z'
const lowerWing = 'M10 0C70 6 160 20 214 66C250 130 214 226 140 236C80 226 30 130 10 60Z'

function wing(): string {
  return (
    path(upperWing, plum.dark) +
    path('M10 -40C60 -190 210 -262 330 -230C250 -210 120 -150 10 -10Z', plum.base) +
    path(lowerWing, plum.base) +
    path('M214 66C250 130 214 226 140 236C190 190 210 130 214 66Z', plum.dark) +
    circle(206, -104, 58, night.base) +
    circle(206, -104, 44, '#d8e8c0') +
    circle(206, -104, 20, night.dark) +
    circle(198, -112, 7, paper.light) +
    circle(132, 134, 34, clay.base) +
    circle(132, 134, 18, yellow.light) +
    stroke('M60 -60Q110 -150 180 -186M70 -20Q110 -30 140 -50M300 -200Q290 -110 250 -50', plum.light, 8) +
    stroke('M70 60Q90 130 120 200', plum.light, 7)
  )
}

function metal(flip: number): string {
  const edge = { stroke: brass.base, 'stroke-width': 22, 'stroke-linejoin': 'round', transform: `scale(${flip} 1)` }
  return path(upperWing, brass.base, edge) + path(lowerWing, brass.base, edge)
}

function moth(where: Place): string {
  const both = `${upperWing}${lowerWing}`
  return (
    cast(both, { ...where, flip: false }, 20) +
    cast(both, { ...where, flip: true }, 20) +
    place(
      where,
      place(
        { y: 10 },
        path(both, brass.dark, { stroke: brass.dark, 'stroke-width': 22, 'stroke-linejoin': 'round' }),
        path(both, brass.dark, { stroke: brass.dark, 'stroke-width': 22, transform: 'scale(-1 1)' }),
      ),
      metal(1),
      metal(-1),
      stroke('M-14 -110Q-40 -210 -118 -250M14 -110Q40 -210 118 -250', brass.base, 16),
      stroke('M-44 -176l-32 -2M-66 -208l-30 4M44 -176l32 -2M66 -208l30 4', brass.base, 11),
      wing(),
      place({ flip: true }, wing()),
      oval(0, 30, 40, 150, brass.base),
      oval(0, 30, 32, 142, '#efe0c8'),
      repeat(4, (i) =>
        stroke(`M${-28 + i * 3} ${50 + i * 28}Q0 ${64 + i * 28} ${28 - i * 3} ${50 + i * 28}`, plum.base, 10),
      ),
      circle(0, -92, 44, brass.base),
      circle(0, -92, 36, '#efe0c8'),
      circle(-17, -98, 8, night.dark),
      circle(17, -98, 8, night.dark),
    )
  )
}

export function alone(): string {
  return moth({ x: 400, y: 412, scale: 1.04 })
}

export function inUse(): string {
  const rib = (x: number) => `M${x} 470Q${400 + (x - 400) * 1.04} 560 ${x} 690`
  const knit = repeat(6, (row) => repeat(12, (i) => `M${110 + i * 54 + (row % 2) * 26} ${150 + row * 54}l14 22l14 -22`))
  return (
    oval(410, 716, 330, 40, 'url(#s)') +
    circle(400, 92, 82, red.dark) +
    circle(392, 84, 76, red.base) +
    stroke('M350 60q16 -24 40 -24M340 100q4 -10 10 -14M420 60q20 6 26 20M400 120q20 6 36 -6', red.light, 9) +
    path('M120 500Q110 150 400 140Q690 150 680 500Z', red.base) +
    path('M560 184Q690 250 680 500H580Q620 300 560 184Z', red.dark) +
    clip(
      'knit',
      path('M120 500Q110 150 400 140Q690 150 680 500Z', '#000'),
      stroke(knit, red.dark, 6, { opacity: 0.45 }),
    ) +
    path('M84 470Q400 420 716 470Q740 580 716 690Q400 740 84 690Q60 580 84 470Z', red.dark) +
    path('M84 462Q400 412 716 462Q740 572 716 676Q400 726 84 676Q60 572 84 462Z', clay.base) +
    stroke(
      repeat(15, (i) => rib(112 + i * 41)),
      clay.dark,
      7,
      { opacity: 0.5 },
    ) +
    moth({ x: 420, y: 580, scale: 0.4, turn: -6 })
  )
}
