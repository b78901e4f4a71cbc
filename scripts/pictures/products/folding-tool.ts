import { brass, red, steel, type Tone } from '../palette'
import { cast } from '../solids'
import { circle, type Place, path, place, rect, repeat, stroke } from '../svg'

const body = 'M-190 -58H190A58 58 0 0 1 190 58H-190A58 58 0 0 1 -190 -58Z'

function part(where: Place, shape: string, ...details: string[]): string {
  return cast(shape, where, 12) + place(where, path(shape, steel.base), stroke(shape, steel.dark, 3), ...details)
}

function handle(where: Place, tone: Tone): string {
  return (
    cast(body, where, 20) +
    place(
      where,
      path('M-190 -58H190A58 58 0 0 1 190 58H-190A58 58 0 0 1 -190 -58Z', steel.dark, { transform: 'translate(0 10)' }),
      path(body, tone.base),
      path('M-190 -58H190A58 58 0 0 1 244 -22H-244A58 58 0 0 1 -190 -58Z', tone.light),
      path('M-244 26H244A58 58 0 0 1 190 58H-190A58 58 0 0 1 -244 26Z', tone.dark),
      ...[-190, 190].map((x) => circle(x, 0, 22, steel.dark) + circle(x, -3, 19, steel.light)),
      repeat(5, (i) => rect(-60 + i * 28, -30, 9, 60, tone.dark, { rx: 4 })),
    )
  )
}

const driver = 'M-20 0L-17 -170L-26 -190V-232H26V-190L17 -170L20 0Z'
const opener = 'M-26 0V-150Q-30 -206 24 -212Q52 -210 44 -180Q22 -190 20 -168Q26 -150 40 -146L26 0Z'
const file = 'M-26 0V-226Q0 -252 26 -226V0Z'

function fileTeeth(): string {
  return stroke(
    repeat(11, (i) => `M-18 ${-40 - i * 17}L18 ${-52 - i * 17}`),
    steel.dark,
    4,
  )
}

function scissors(where: Place): string {
  return (
    part({ ...where, turn: (where.turn ?? 0) - 9 }, 'M-22 0L-12 -120Q-6 -210 4 -222Q18 -160 20 0Z') +
    part(
      { ...where, turn: (where.turn ?? 0) + 12 },
      'M-20 0Q-18 -160 -4 -222Q6 -210 12 -120L22 0Z',
      circle(0, -70, 10, steel.dark),
    )
  )
}

export function alone(): string {
  return place(
    { x: -58, y: -12, scale: 1.12 },
    part({ x: 262, y: 506, turn: -52 }, driver),
    part({ x: 268, y: 496, turn: -14 }, opener),
    part({ x: 500, y: 406, turn: 4 }, file, fileTeeth()),
    scissors({ x: 540, y: 398, turn: 50 }),
    handle({ x: 392, y: 452, turn: -18 }, red),
  )
}

function arm(flip: boolean): string {
  const shape = 'M-8 -20Q-74 40 -90 130L-128 420Q-120 464 -76 452Q-52 444 -46 410L-26 140Q-10 80 26 40Z'
  return place(
    { x: 400, y: 360, flip },
    path(shape, red.dark, { transform: 'translate(4 12)' }),
    path(shape, red.base),
    stroke('M-84 150L-112 410', red.light, 16),
    stroke('M-58 200L-78 400', red.dark, 8),
  )
}

function jaw(flip: boolean): string {
  return place(
    { x: 400, y: 360, flip },
    path(
      'M60 40Q40 -10 -8 -60L-30 -220Q-26 -244 -6 -240L-6 -120Q0 -96 -4 -80L40 -40Q90 10 60 40Z',
      flip ? steel.dark : steel.base,
    ),
    stroke('M-16 -220L-4 -90', steel.light, 8, { opacity: flip ? 0.3 : 1 }),
  )
}

export function inUse(): string {
  const nut = 'M-64 0L-32 -55H32L64 0L32 55H-32Z'
  const spot = { x: 408, y: 108, turn: 14 }
  return place(
    { turn: 0, y: 34 },
    cast('M280 780L330 420L380 360L370 130H430L420 360L470 420L520 780L460 800L420 480H380L340 800Z', {}, 20),
    cast(nut, spot, 12),
    place(
      spot,
      path(nut, brass.dark, { transform: 'translate(0 10)' }),
      path(nut, brass.base),
      circle(0, 0, 30, brass.dark),
      circle(2, 4, 26, brass.light),
    ),
    arm(false),
    arm(true),
    jaw(true),
    jaw(false),
    circle(400, 364, 40, steel.dark),
    circle(400, 358, 38, steel.light),
    circle(400, 358, 16, steel.dark),
    stroke('M330 60q-40 30 -44 84M486 60q40 30 44 84', brass.dark, 8, { opacity: 0.6 }),
  )
}
