import { clay, ink, moss, paper, sky, type Tone, yellow } from '../palette'
import { slab } from '../solids'
import { path, place, rect, repeat, stroke } from '../svg'
import { pencil } from '../things'

type Spot = { x: number; y: number; turn: number }

export function notebook(spot: Spot, tone: Tone): string {
  return (
    slab({ ...spot, w: 300, h: 450, r: 16, depth: 24, tone: paper }) +
    place(
      spot,
      rect(-150, -225, 300, 450, tone.base, { rx: 16 }),
      rect(-150, -225, 40, 450, tone.dark, { rx: 14 }),
      stroke('M-116 -214V214', tone.light, 3, { 'stroke-dasharray': '14 12', opacity: 0.7 }),
      stroke('M-96 -215H136', tone.light, 4, { opacity: 0.6 }),
      rect(-52, -140, 140, 84, paper.base, { rx: 8 }),
      stroke('M-28 -108H64M-28 -84H30', tone.base, 5, { opacity: 0.5 }),
    )
  )
}

export function alone(): string {
  return (
    notebook({ x: 290, y: 440, turn: -24 }, moss) +
    notebook({ x: 400, y: 412, turn: -5 }, clay) +
    notebook({ x: 506, y: 396, turn: 14 }, ink)
  )
}

function squares(x: number): string {
  const rows = repeat(15, (i) => `M${x} ${-206 + i * 29}h250`)
  const columns = repeat(9, (i) => `M${x + 9 + i * 29} -215v430`)
  return stroke(rows + columns, sky.base, 2, { opacity: 0.6 })
}

export function inUse(): string {
  const sketch = stroke(
    'M-238 70q30 -110 80 -60t90 -70M-226 124h150M-226 153h110M60 -110h150M60 -81h176M60 -52h90',
    ink.base,
    6,
  )
  const open = place(
    { x: 400, y: 388, turn: -7 },
    rect(-278, -225, 556, 450, clay.base, { rx: 14 }),
    path('M0 -215H-266V215H0Q-6 0 0 -215Z', paper.base),
    path('M0 -215H266V215H0Q6 0 0 -215Z', paper.light),
    squares(-258),
    squares(8),
    path('M0 -215Q-50 0 0 215Q22 0 0 -215Z', paper.dark, { opacity: 0.6 }),
    stroke('M0 -200V200', paper.dark, 3, { 'stroke-dasharray': '22 18' }),
    sketch,
  )
  return (
    slab({ x: 400, y: 392, w: 566, h: 456, r: 16, turn: -7, depth: 20, tone: clay }) +
    open +
    pencil({ x: 520, y: 500, turn: -38 }, yellow, 330)
  )
}
