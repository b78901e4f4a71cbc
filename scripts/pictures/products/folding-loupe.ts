import { brass, moss, night, sky, steel, type Tone } from '../palette'
import { cast } from '../solids'
import { circle, clip, oval, path, place, stroke } from '../svg'
import { leaf } from '../things'

const shell: Tone = { light: steel.base, base: '#96a2ab', dark: '#616e79' }
const cover = 'M-150 0A150 150 0 0 1 150 0C150 130 70 250 0 330C-70 250 -150 130 -150 0Z'

function lens(r: number): string {
  return (
    circle(0, 12, r + 34, night.dark) +
    circle(0, 0, r + 34, night.base) +
    circle(-3, -4, r + 20, night.light) +
    circle(0, 0, r + 12, night.dark)
  )
}

function shine(r: number): string {
  return (
    path(
      `M${-r * 0.74} ${-r * 0.1}A${r * 0.75} ${r * 0.75} 0 0 1 ${-r * 0.1} ${-r * 0.74}L${-r * 0.05} ${-r * 0.5}A${r * 0.5} ${r * 0.5} 0 0 0 ${-r * 0.5} ${-r * 0.05}Z`,
      '#fff',
      { opacity: 0.75 },
    ) + circle(r * 0.5, r * 0.46, r * 0.09, '#fff', { opacity: 0.6 })
  )
}

function steelCover(x: number, y: number, turn: number): string {
  return (
    cast(cover, { x, y, turn }, 22) +
    place(
      { x, y, turn },
      path(cover, shell.dark, { transform: 'translate(5 13)' }),
      path(cover, shell.base),
      path('M-150 0A150 150 0 0 1 60 -137C-60 -80 -80 120 0 330C-70 250 -150 130 -150 0Z', shell.light),
      circle(0, 270, 20, brass.dark),
      circle(-2, 266, 17, brass.light),
    )
  )
}

export function alone(): string {
  return (
    steelCover(522, 284, 34) +
    cast('M-184 0A184 184 0 1 1 184 0A184 184 0 1 1 -184 0Z', { x: 280, y: 340, scale: 0.9 }, 20) +
    stroke('M372 496L302 420', night.dark, 66) +
    stroke('M370 488L302 414', night.base, 56) +
    place(
      { x: 276, y: 330 },
      lens(130),
      circle(0, 0, 132, sky.light),
      path('M132 0A132 132 0 0 1 -60 118Q90 80 118 -60A132 132 0 0 1 132 0Z', sky.base),
      shine(130),
    ) +
    circle(372, 508, 22, brass.dark) +
    circle(370, 504, 19, brass.light)
  )
}

export function inUse(): string {
  const big = place({ x: -40, y: 330, turn: 14, scale: 2.7 }, leaf({}, moss, 210))
  return (
    cast('M0 20C-200 -140 -200 -420 0 -560C200 -420 200 -140 0 20Z', { x: 330, y: 700, turn: 22, scale: 1.05 }, 12) +
    place({ x: 300, y: 690, turn: 24, scale: 3 }, leaf({}, moss, 210)) +
    steelCover(640, 590, -62) +
    cast('M-200 0A200 200 0 1 1 200 0A200 200 0 1 1 -200 0Z', { x: 400, y: 370 }, 34) +
    place(
      { x: 400, y: 370 },
      lens(190),
      clip(
        'lens',
        circle(0, 0, 192, '#000'),
        circle(0, 0, 192, moss.light),
        big,
        stroke('M-60 260L70 -260M-20 90L-200 -30M-20 90L150 20M20 -70L-130 -190M20 -70L190 -110', '#c5d3a4', 20),
        stroke('M-80 40l-40 30M70 50l20 60M-40 -110l-60 10M110 -90l10 50', '#c5d3a4', 8),
        oval(-118, 84, 30, 24, '#c24b3c'),
        oval(-118, 84, 6, 24, '#93332a'),
        circle(-146, 92, 11, night.base),
      ),
      shine(190),
    )
  )
}
