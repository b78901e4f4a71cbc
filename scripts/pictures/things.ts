import { brass, paper, pencilGrey, skin, steel, type Tone, wood } from './palette'
import { bar, cast } from './solids'
import { circle, oval, type Place, path, place, rect, repeat, round, stroke } from './svg'

/** A wooden pencil lying down, its point to the right, `length` long and centred on 0,0. */
export function pencil(where: Place, tone: Tone, length = 300): string {
  const from = -length / 2
  const neck = length / 2 - 52
  const body = `M${from + 12} -19H${neck}L${length / 2} 0L${neck} 19H${from + 12}A19 19 0 0 1 ${from + 12} -19Z`
  return (
    cast(body, where, 12) +
    place(
      where,
      path(`M${neck} -19L${length / 2} 0L${neck} 19Z`, wood.light),
      path(`M${neck} 6L${length / 2} 0L${neck} 19Z`, wood.base),
      path(`M${length / 2 - 17} -6.200L${length / 2} 0L${length / 2 - 17} 6.200Z`, pencilGrey),
      rect(from, -19, length - 52, 38, tone.base, { rx: 10 }),
      rect(from + 8, -19, length - 60, 12, tone.light),
      rect(from + 8, 7, length - 60, 12, tone.dark),
      path(`M${neck} -19q-9 6 0 13q-9 6 0 13q-9 6 0 12h6V-19Z`, wood.light),
      rect(from, -19, 22, 38, paper.base, { rx: 9 }),
    )
  )
}

/** The part of a hand behind a thing it holds, which is `width` wide and centred on 0,0. */
export function gripBack(where: Place, width: number): string {
  const edge = width / 2
  return place(
    where,
    path(
      `M${-edge - 46} 60Q${-edge - 70} 190 ${-edge + 24} 270L${-edge + 44} 640H${edge - 20}L${edge - 12} 290Q${edge + 50} 220 ${edge + 46} 60Z`,
      skin.base,
    ),
    path(
      `M${edge + 46} 60Q${edge + 50} 220 ${edge - 12} 290L${edge - 20} 640H${edge - 70}Q${edge - 60} 400 ${edge - 90} 240Z`,
      skin.dark,
      { opacity: 0.45 },
    ),
  )
}

/** The thumb and fingertips of that hand, in front of the thing. */
export function gripFront(where: Place, width: number): string {
  const edge = width / 2
  const tips = [-76, -14, 48, 108]
  return place(
    where,
    ...tips.map((y, i) => stroke(`M${edge + 22} ${y + 8}H${edge - 26 + i * 5}`, skin.dark, 54)),
    ...tips.map((y, i) => stroke(`M${edge + 22} ${y}H${edge - 26 + i * 5}`, skin.base, 52)),
    ...tips.map((y, i) => stroke(`M${edge - 14 + i * 5} ${y - 14}H${edge + 16}`, skin.light, 8)),
    stroke(`M${-edge - 12} 214Q${-edge - 34} 110 ${-edge + 22} 14`, skin.dark, 74),
    stroke(`M${-edge - 16} 214Q${-edge - 38} 106 ${-edge + 18} 10`, skin.base, 70),
    place({ x: -edge + 22, y: 2, turn: 28 }, rect(-19, -24, 38, 44, skin.light, { rx: 17 })),
  )
}

/** A flat key hanging from its bow, which is at 0,0. */
export function key(where: Place, tone: Tone): string {
  const shape =
    'M0 -30A46 46 0 0 1 16 60V210L0 228L-16 210V196L-28 184L-16 172V158L-26 148L-16 136V60A46 46 0 0 1 0 -30Z'
  return (
    cast(shape, where, 9) +
    place(
      where,
      path(shape, tone.base),
      path('M2 -30A46 46 0 0 1 16 60V210L6 220V40Z', tone.dark, { opacity: 0.5 }),
      circle(0, -2, 15, tone.dark),
      stroke('M-30 6A32 32 0 0 1 -12 -20', tone.light, 6),
    )
  )
}

/** A sewing button with four holes, lying flat. */
export function button(where: Place, tone: Tone, r = 34): string {
  const holes = [
    [-0.24, -0.24],
    [0.24, -0.24],
    [-0.24, 0.24],
    [0.24, 0.24],
  ] as const
  const shape = `M${-r} 0A${r} ${r} 0 0 1 ${r} 0A${r} ${r} 0 0 1 ${-r} 0Z`
  return (
    cast(shape, where, 8) +
    place(
      where,
      circle(0, r * 0.12, r, tone.dark),
      circle(0, 0, r, tone.base),
      circle(0, 0, r * 0.68, tone.light),
      circle(0, r * 0.04, r * 0.64, tone.base),
      ...holes.map(([x, y]) => circle(x * r, y * r, r * 0.11, tone.dark)),
    )
  )
}

/** A leaf with its stalk at 0,0, pointing up, `length` long. */
export function leaf(where: Place, tone: Tone, length = 200): string {
  const half = length * 0.28
  const side = (x: number) =>
    `M0 0C${round(x)} ${round(-length * 0.3)} ${round(x)} ${round(-length * 0.7)} 0 ${-length}Z`
  const veins = repeat(4, (i) => {
    const y = -length * (0.18 + i * 0.17)
    const reach = half * (0.62 - Math.abs(i - 1) * 0.1)
    return `M0 ${round(y)}L${round(reach)} ${round(y - 24)}M0 ${round(y)}L${round(-reach)} ${round(y - 24)}`
  })
  return place(
    where,
    path(side(-half * 1.35), tone.base),
    path(side(half * 1.35), tone.dark),
    stroke(`M0 ${round(length * 0.12)}V${round(-length * 0.92)}${veins}`, tone.light, 4),
  )
}

/** A phone lying flat with `screen` drawn in a 220 by 440 window centred on 0,0. */
export function phoneFace(screen: string, body: Tone): string {
  return (
    rect(-124, -238, 248, 476, body.base, { rx: 36 }) +
    rect(-124, -238, 248, 470, body.dark, { rx: 36 }) +
    rect(-110, -220, 220, 440, paper.base, { rx: 22 }) +
    screen +
    rect(-26, -212, 52, 12, body.dark, { rx: 6 })
  )
}

/** A reel of thread standing up, its middle at 0,0. */
export function reel(where: Place, thread: Tone): string {
  return place(
    where,
    rect(-40, 44, 80, 20, wood.dark, { rx: 8 }),
    rect(-32, -42, 64, 92, thread.base, { rx: 6 }),
    rect(8, -42, 24, 92, thread.dark, { rx: 6 }),
    stroke('M-30 -22L30 -14M-30 2L30 10M-30 26L30 34', thread.light, 4, { opacity: 0.8 }),
    rect(-42, -58, 84, 22, wood.base, { rx: 8 }),
    oval(0, -56, 40, 9, wood.light),
    oval(0, -56, 10, 3.5, wood.dark),
  )
}

/** A lying coin. */
export function coin(where: Place, tone: Tone = brass): string {
  const shape = 'M-40 0A40 40 0 0 1 40 0A40 40 0 0 1 -40 0Z'
  return (
    cast(shape, where, 6) +
    place(
      where,
      circle(0, 6, 40, tone.dark),
      circle(0, 0, 40, tone.base),
      circle(0, 0, 30, tone.light),
      circle(2, 2, 29, tone.base),
    )
  )
}

/** A ballpoint or brush handle of metal, lying, its tip to the right. */
export function metalPen(where: Place, tone: Tone, length: number): string {
  const half = length / 2
  const shape = `M${-half} -26H${half - 66}L${half} -6V6L${half - 66} 26H${-half}Z`
  return (
    cast(shape, where, 14) +
    place(
      where,
      path(`M${half - 70} -28L${half - 6} -7V7L${half - 70} 28Z`, tone.base),
      path(`M${half - 70} 8L${half - 6} 1V7L${half - 70} 28Z`, tone.dark),
      rect(half - 10, -4, 18, 8, steel.dark, { rx: 4 }),
      place({ x: -36 }, bar(length - 72, 56, 12, tone)),
    )
  )
}
