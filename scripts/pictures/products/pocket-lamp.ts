import { moss, night, type Tone, walnut, white, yellow } from '../palette'
import { pool } from '../solids'
import { circle, oval, path, place, rect, stroke } from '../svg'
import { leaf } from '../things'

/** The lamp standing or hanging, 300 wide, its glass centred on 0,0. */
export function lamp(cap: Tone): string {
  const glass = 'M-150 -60Q-168 150 -84 176H84Q168 150 150 -60Z'
  return (
    stroke('M0 -238a52 52 0 1 1 1 0', cap.dark, 20) +
    stroke('M-3 -242a50 50 0 1 1 1 0', cap.base, 11) +
    path(glass, '#fbe7b2') +
    path('M150 -60Q168 150 84 176H40Q130 120 106 -60Z', '#eecb83') +
    oval(-16, 46, 88, 110, '#fff6d8') +
    oval(-16, 62, 46, 74, white) +
    path('M-96 164H96L80 208H-80Z', cap.dark) +
    path('M-96 164H40L30 208H-80Z', cap.base) +
    path('M-164 -58Q-164 -240 0 -246Q164 -240 164 -58Z', cap.base) +
    path('M60 -236Q164 -214 164 -58H104Q116 -180 60 -236Z', cap.dark) +
    stroke('M-120 -96Q-112 -180 -52 -208', cap.light, 16) +
    rect(-174, -84, 348, 44, cap.dark, { rx: 16 }) +
    rect(-174, -84, 348, 30, cap.light, { rx: 15 }) +
    rect(60, -84, 114, 30, cap.base, { rx: 15 })
  )
}

export function alone(): string {
  return (
    pool(420, 674, 260, 54) +
    oval(400, 674, 190, 36, '#fbe7b2', { opacity: 0.8 }) +
    place({ x: 400, y: 450, scale: 1.08 }, lamp(yellow))
  )
}

export function inUse(): string {
  return (
    rect(0, 0, 800, 800, night.base) +
    circle(420, 500, 372, '#323c58') +
    circle(420, 500, 280, '#4d5064') +
    circle(420, 500, 196, '#86755f') +
    stroke('M-20 150Q240 190 420 166T830 84', night.dark, 52) +
    stroke('M-20 140Q240 180 420 156T830 74', walnut.dark, 34) +
    stroke('M600 130Q660 190 690 260', walnut.dark, 18) +
    place({ x: 692, y: 262, turn: 150 }, leaf({}, moss, 150)) +
    place({ x: 640, y: 176, turn: 80 }, leaf({}, moss, 120)) +
    place({ x: 180, y: 182, turn: 196 }, leaf({}, moss, 170)) +
    place({ x: 96, y: 166, turn: 160 }, leaf({}, moss, 130)) +
    stroke('M420 176V282', walnut.base, 10) +
    place({ x: 420, y: 500, scale: 0.66 }, lamp(yellow)) +
    [
      [250, 360],
      [600, 420],
      [300, 660],
      [570, 640],
    ]
      .map(([x, y]) => circle(x ?? 0, y ?? 0, 6, yellow.light))
      .join('') +
    stroke('M240 352l-16 -10M260 352l8 -16M590 412l-16 -8M610 412l10 -14', night.dark, 4)
  )
}
