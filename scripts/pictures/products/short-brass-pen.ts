import { brass, ink, paper } from '../palette'
import { bar, cast, slab } from '../solids'
import { path, place, rect, stroke } from '../svg'
import { metalPen } from '../things'

function cap(where: { x: number; y: number; turn: number }, length: number): string {
  const half = length / 2
  const shape = `M${-half} -36H${half}V36H${-half}Z`
  return (
    cast(shape, where, 16) +
    place(
      where,
      place({}, bar(length, 76, 22, brass)),
      rect(half - 26, -38, 12, 76, brass.dark),
      path(`M${-half + 16} -30h${length * 0.66}a9 9 0 0 1 0 20h${-length * 0.66}Z`, brass.light),
      path(`M${-half + 16} -10h${length * 0.66}a9 9 0 0 0 8 -6v10a9 9 0 0 1 -8 4h${-length * 0.66}Z`, brass.dark),
    )
  )
}

export function alone(): string {
  const where = { x: 396, y: 400, turn: -38, scale: 1.14 }
  return (
    cast('M-290 -50H290V50H-290Z', where, 22) +
    place(
      where,
      place({ x: -120 }, bar(360, 104, 34, brass)),
      rect(-286, -26, 12, 52, brass.dark, { rx: 6 }),
      place({ x: 120 }, bar(360, 118, 40, brass)),
      rect(-58, -59, 16, 118, brass.dark),
      rect(-30, -59, 6, 118, brass.light),
      path('M250 -44H-6a15 15 0 0 0 0 32H250Z', brass.light),
      path('M250 -18H-8q-10 0 -12 -8q0 14 14 14H250Z', brass.dark),
    )
  )
}

export function inUse(): string {
  const line = 'M150 590C210 470 270 470 250 560S190 660 260 640S380 470 400 520S330 640 390 620S480 520 492 462'
  return (
    slab({ x: 380, y: 440, w: 600, h: 500, r: 14, turn: 4, depth: 8, tone: paper, top: paper.light }) +
    stroke(line, ink.base, 9) +
    metalPen({ x: 596, y: 298, turn: 121, scale: 1.1 }, brass, 380) +
    cap({ x: 250, y: 300, turn: -20 }, 210)
  )
}
