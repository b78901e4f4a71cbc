import { shadowColour, type Tone } from './palette'
import { circle, oval, type Place, path, place, rect } from './svg'

type Point = [number, number]
type Slab = {
  x: number
  y: number
  w: number
  h: number
  r?: number
  turn?: number
  depth?: number
  tone: Tone
  top?: string
}

function roundedCorners(w: number, h: number, r: number, turn: number): Point[] {
  const angle = (turn * Math.PI) / 180
  const steps = r === 0 ? 1 : Math.min(16, Math.max(4, Math.ceil(r / 9)))
  const corners: [number, number, number][] = [
    [w / 2 - r, h / 2 - r, 0],
    [-w / 2 + r, h / 2 - r, 1],
    [-w / 2 + r, -h / 2 + r, 2],
    [w / 2 - r, -h / 2 + r, 3],
  ]
  return corners.flatMap(([cx, cy, quarter]) =>
    Array.from({ length: steps }, (_, step): Point => {
      const bend = ((quarter + step / Math.max(1, steps - 1)) * Math.PI) / 2
      const px = cx + r * Math.cos(bend)
      const py = cy + r * Math.sin(bend)
      return [px * Math.cos(angle) - py * Math.sin(angle), px * Math.sin(angle) + py * Math.cos(angle)]
    }),
  )
}

function cross(o: Point, a: Point, b: Point): number {
  return (a[0] - o[0]) * (b[1] - o[1]) - (a[1] - o[1]) * (b[0] - o[0])
}

function halfHull(points: Point[]): Point[] {
  const kept: Point[] = []
  for (const point of points) {
    while (kept.length > 1) {
      const [before, last] = kept.slice(-2) as [Point, Point]
      if (cross(before, last, point) > 0) break
      kept.pop()
    }
    kept.push(point)
  }
  return kept.slice(0, -1)
}

function hull(points: Point[]): Point[] {
  const sorted = [...points].sort((a, b) => a[0] - b[0] || a[1] - b[1])
  return [...halfHull(sorted), ...halfHull(sorted.reverse())]
}

function outline(points: Point[]): string {
  return `M${points.map(([x, y]) => `${Math.round(x)} ${Math.round(y)}`).join('L')}Z`
}

function swept(points: Point[], dx: number, dy: number): Point[] {
  return hull([...points, ...points.map(([x, y]): Point => [x + dx, y + dy])])
}

/** A flat thing lying on the ground: its shadow, its near side and its top. */
export function slab({ x, y, w, h, r = 0, turn = 0, depth = 14, tone, top }: Slab): string {
  const points = roundedCorners(w, h, r, turn)
  const fall = Math.min(depth, 26)
  const reaches = depth < 20 ? [2.4, 1.5, 0.7] : [2.6, 2.1, 1.6, 1.1, 0.6]
  const shadow = reaches.map((reach) =>
    path(outline(swept(points, fall * 0.7 * reach + 4, fall * reach + depth * 0.3)), shadowColour, {
      opacity: depth < 20 ? 0.075 : 0.045,
    }),
  )
  const side = path(outline(swept(points, 0, depth)), tone.dark)
  const face = path(outline(hull(points)), top ?? tone.base)
  return place({ x, y }, ...shadow, side, face)
}

/** A round flat thing, with the same light as a slab. */
export function disc(x: number, y: number, r: number, depth: number, tone: Tone): string {
  const shadow = [2.6, 2.1, 1.6, 1.1, 0.6].map((reach) =>
    circle(Math.min(depth, 26) * 0.7 * reach + 4, Math.min(depth, 26) * reach + depth * 0.3, r, shadowColour, {
      opacity: 0.045,
    }),
  )
  const side = path(`M${-r} 0V${depth}A${r} ${r} 0 0 0 ${r} ${depth}V0Z`, tone.dark)
  return place({ x, y }, ...shadow, side, circle(0, 0, r, tone.base))
}

/** The shadow of any outline lying `lift` above the ground. */
export function cast(d: string, where: Place, lift = 14): string {
  const reaches = lift < 10 ? [1.3, 0.7] : [1.8, 1.4, 1, 0.6]
  return reaches
    .map((reach) =>
      place(
        { ...where, x: (where.x ?? 0) + lift * reach * 0.7, y: (where.y ?? 0) + lift * reach },
        path(d, shadowColour, { opacity: lift < 10 ? 0.1 : 0.06 }),
      ),
    )
    .join('')
}

/** The soft pool under a thing that stands up. Uses the gradient every picture carries. */
export function pool(cx: number, cy: number, rx: number, ry: number): string {
  return oval(cx, cy, rx, ry, 'url(#s)')
}

/** A round-cornered bar around 0,0 with a lit upper edge and a dark lower one. */
export function bar(w: number, h: number, r: number, tone: Tone): string {
  const x = -w / 2
  const y = -h / 2
  return (
    rect(x, y, w, h, tone.dark, { rx: r }) +
    rect(x, y, w, h * 0.72, tone.base, { rx: Math.min(r, h * 0.36) }) +
    rect(x + r * 0.6, y + h * 0.12, w - r * 1.2, h * 0.16, tone.light, { rx: h * 0.08 })
  )
}
