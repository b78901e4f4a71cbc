import { clay, ink, night, paper, plum, sky, yellow } from '../palette'
import { slab } from '../solids'
import { circle, path, place, rect, repeat, round, stroke } from '../svg'

/** A short sound as bars, taller in the middle. */
function wave(bars: number, height: number, colour: string): string {
  const lines = repeat(bars, (index) => {
    const x = (index - (bars - 1) / 2) * 26
    const reach = height * Math.abs(Math.sin((index + 1) * 1.9)) * (1 - Math.abs(x) / (bars * 20)) + 10
    return `M${round(x)} ${round(-reach)}V${round(reach)}`
  })
  return stroke(lines, colour, 12)
}

function cassette(spot: { x: number; y: number; turn: number }, tone: typeof plum): string {
  const wheel = (x: number) =>
    circle(x, 6, 44, paper.light) +
    circle(x, 6, 20, tone.dark) +
    stroke(`M${x - 34} 6H${x + 34}M${x} -28V40`, tone.dark, 6)
  return (
    slab({ ...spot, w: 440, h: 280, r: 22, depth: 18, tone }) +
    place(
      spot,
      rect(-180, -108, 360, 200, paper.base, { rx: 16 }),
      rect(-180, -108, 360, 50, yellow.base, { rx: 14 }),
      rect(-120, -42, 240, 96, tone.light, { rx: 46 }),
      wheel(-70),
      wheel(70),
      path('M-110 140L-86 92H86L110 140Z', tone.dark),
    )
  )
}

export function alone(): string {
  return cassette({ x: 400, y: 470, turn: -6 }, plum) + place({ x: 400, y: 210, turn: -3 }, wave(15, 110, night.base))
}

export function inUse(): string {
  const spot = { x: 400, y: 400, turn: 5 }
  return (
    slab({ ...spot, w: 560, h: 400, r: 18, depth: 14, tone: paper }) +
    place(
      spot,
      stroke('M-276 -196L0 30L276 -196', paper.dark, 5),
      rect(-210, -70, 420, 200, night.base, { rx: 18 }),
      place({ y: 30 }, wave(13, 90, sky.base)),
      circle(178, -42, 12, clay.light),
    ) +
    cassette({ x: 560, y: 640, turn: -14 }, ink)
  )
}
