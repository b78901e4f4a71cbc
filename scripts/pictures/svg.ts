type Attributes = Record<string, string | number>
export type Place = { x?: number; y?: number; turn?: number; scale?: number; flip?: boolean }

/** One decimal is finer than any screen shows, and keeps the files small. */
export function round(value: number): string {
  return String(Math.round(value * 10) / 10)
}

export function tag(name: string, attributes: Attributes, body = ''): string {
  const pairs = Object.entries(attributes).map(([key, value]) => {
    return ` ${key}="${typeof value === 'number' ? String(Math.round(value * 100) / 100) : value}"`
  })
  const open = `<${name}${pairs.join('')}`
  return body === '' ? `${open}/>` : `${open}>${body}</${name}>`
}

export function rect(x: number, y: number, w: number, h: number, fill: string, more: Attributes = {}) {
  return tag('rect', { x, y, width: w, height: h, fill, ...more })
}

export function circle(cx: number, cy: number, r: number, fill: string, more: Attributes = {}) {
  return tag('circle', { cx, cy, r, fill, ...more })
}

export function oval(cx: number, cy: number, rx: number, ry: number, fill: string, more: Attributes = {}) {
  return tag('ellipse', { cx, cy, rx, ry, fill, ...more })
}

export function path(d: string, fill: string, more: Attributes = {}) {
  return tag('path', { d, fill, ...more })
}

/** A line along `d`; its round ends and joins come from the frame. */
export function stroke(d: string, colour: string, width: number, more: Attributes = {}) {
  return tag('path', {
    d,
    fill: 'none',
    stroke: colour,
    'stroke-width': width,
    ...more,
  })
}

/** Parts drawn around 0,0, moved, turned (degrees, clockwise) and scaled. */
export function place(where: Place, ...parts: string[]): string {
  const moves: string[] = []
  if (where.x || where.y) moves.push(`translate(${round(where.x ?? 0)} ${round(where.y ?? 0)})`)
  if (where.turn) moves.push(`rotate(${round(where.turn)})`)
  const size = where.scale ?? 1
  if (where.flip) moves.push(`scale(${-size} ${size})`)
  else if (size !== 1) moves.push(`scale(${size})`)
  return tag('g', { transform: moves.join(' ') || 'translate(0)' }, parts.join(''))
}

/** Parts seen only inside `shape`. `id` must be unique in its picture. */
export function clip(id: string, shape: string, ...parts: string[]): string {
  const window = tag('clipPath', { id }, shape)
  return window + tag('g', { 'clip-path': `url(#${id})` }, parts.join(''))
}

export function repeat(count: number, draw: (index: number) => string): string {
  return Array.from({ length: count }, (_, index) => draw(index)).join('')
}
