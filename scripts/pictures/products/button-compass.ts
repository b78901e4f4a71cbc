import { brass, clay, ink, moss, paper, red, sky, steel, white } from '../palette'
import { cast, disc } from '../solids'
import { circle, path, place, repeat, round, stroke } from '../svg'

function ticks(): string {
  return repeat(24, (i) => {
    const a = (i * Math.PI) / 12
    const inner = i % 6 === 0 ? 152 : 172
    return `M${round(inner * Math.cos(a))} ${round(inner * Math.sin(a))}L${round(188 * Math.cos(a))} ${round(188 * Math.sin(a))}`
  })
}

export function compass(x: number, y: number, scale: number, needle: number): string {
  return (
    place({ x, y, scale }, disc(0, 0, 262, 52, brass)) +
    place(
      { x, y, scale },
      circle(0, 0, 262, brass.base),
      circle(-4, -5, 246, brass.light),
      circle(4, 6, 240, brass.base),
      circle(0, 0, 216, brass.dark),
      circle(0, 4, 210, paper.light),
      circle(0, 4, 128, sky.light),
      stroke(ticks(), ink.base, 9),
      path('M0 -164l20 36h-40Z', moss.base),
      place(
        { turn: needle },
        path('M-34 0L0 -150L34 0Z', red.base),
        path('M0 0V-150L34 0Z', red.dark),
        path('M-34 0L0 150L34 0Z', steel.light),
        path('M0 0V150L34 0Z', steel.base),
      ),
      circle(0, 0, 22, brass.dark),
      circle(-3, -3, 17, brass.light),
      path('M-150 -60A162 162 0 0 1 -40 -156L-30 -120A124 124 0 0 0 -116 -46Z', white, { opacity: 0.8 }),
      ...[-1, 1].map((side) => circle(side * 239, 0, 13, brass.dark)),
    )
  )
}

export function alone(): string {
  return compass(400, 386, 1.12, 28)
}

const sheet = 'M-310 -250L-104 -220L104 -250L310 -220V250L104 220L-104 250L-310 220Z'

function map(): string {
  return (
    path(sheet, paper.light) +
    path('M-310 60Q-180 -20 -104 40T104 20T310 -60V20Q180 60 104 100T-104 120T-310 150Z', sky.base) +
    path('M-310 -250L-104 -220V-80Q-220 -60 -310 -120Z', moss.light) +
    path('M104 220L310 250V140Q200 120 104 170Z', moss.light) +
    path('M-104 -220L104 -250V250L-104 220Z', paper.dark, { opacity: 0.3 }) +
    stroke('M-310 -40Q-100 -120 60 -60T310 -160', clay.light, 10)
  )
}

export function inUse(): string {
  return (
    cast(sheet, { x: 400, y: 400, turn: -8, scale: 1.06 }, 16) +
    place({ x: 400, y: 400, turn: -8, scale: 1.06 }, map()) +
    stroke('M130 640Q240 520 330 560T470 620T680 470', red.base, 11, { 'stroke-dasharray': '2 26' }) +
    stroke('M662 442l40 44M704 440l-44 46', red.base, 13) +
    compass(392, 372, 0.52, -24)
  )
}
