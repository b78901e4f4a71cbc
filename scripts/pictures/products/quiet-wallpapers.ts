import { dusk, hills, type Landscape, leavesByDay, tideByNight } from '../landscapes'
import { night, steel } from '../palette'
import { slab } from '../solids'
import { clip, path, place, rect, stroke } from '../svg'
import { phoneFace } from '../things'

type Spot = { x: number; y: number; turn: number }

function phone(id: string, spot: Spot, size: number, view: Landscape): string {
  const screen = clip(id, rect(-110, -220, 220, 440, '#000', { rx: 22 }), view(220, 440))
  return (
    slab({ ...spot, w: 248 * size, h: 476 * size, r: 36 * size, depth: 24, tone: night }) +
    place({ ...spot, scale: size }, phoneFace(screen, night))
  )
}

export function alone(): string {
  return (
    phone('a', { x: 196, y: 420, turn: -14 }, 1.08, leavesByDay) +
    phone('b', { x: 604, y: 420, turn: 14 }, 1.08, tideByNight) +
    phone('c', { x: 400, y: 392, turn: 0 }, 1.26, hills)
  )
}

export function inUse(): string {
  return (
    slab({ x: 380, y: 610, w: 640, h: 200, r: 26, depth: 22, tone: steel }) +
    rect(60, 510, 640, 200, steel.light, { rx: 26 }) +
    rect(110, 530, 540, 96, steel.base, { rx: 10 }) +
    stroke('M126 552H634M126 578H634M126 604H634', '#8a96a0', 16, { 'stroke-dasharray': '22 20' }) +
    rect(300, 642, 160, 56, steel.base, { rx: 10 }) +
    path('M88 130Q88 104 114 104H646Q672 104 672 130V506H88Z', night.dark) +
    rect(108, 124, 544, 370, night.base, { rx: 10 }) +
    place({ x: 380, y: 308 }, clip('desk', rect(-266, -178, 532, 356, '#000', { rx: 6 }), dusk(532, 356))) +
    rect(60, 500, 640, 18, steel.dark, { rx: 9 }) +
    phone('d', { x: 652, y: 560, turn: 12 }, 0.74, dusk)
  )
}
