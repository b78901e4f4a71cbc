import { type Ground, grounds, shadowColour } from './palette'
import { oval, place, rect, tag } from './svg'

const shadowStops =
  tag('stop', { offset: '0', 'stop-color': shadowColour, 'stop-opacity': 0.34 }) +
  tag('stop', { offset: '.55', 'stop-color': shadowColour, 'stop-opacity': 0.16 }) +
  tag('stop', { offset: '1', 'stop-color': shadowColour, 'stop-opacity': 0 })

export function frame(width: number, height: number, body: string): string {
  const gradient = tag('radialGradient', { id: 's' }, shadowStops)
  return `${tag(
    'svg',
    {
      xmlns: 'http://www.w3.org/2000/svg',
      viewBox: `0 0 ${width} ${height}`,
      'stroke-linecap': 'round',
      'stroke-linejoin': 'round',
    },
    tag('defs', {}, gradient) + body,
  )}\n`
}

/** A scene of any size on one of the tinted cards, with a lighter round behind it. */
export function scene(width: number, height: number, ground: Ground, body: string): string {
  const card = tag('clipPath', { id: 'card' }, rect(0, 0, width, height, '#000', { rx: 40 }))
  const reach = height * 0.455
  const backdrop =
    rect(0, 0, width, height, grounds[ground].base) + oval(width / 2, height / 2, reach, reach, grounds[ground].light)
  return frame(width, height, card + tag('g', { 'clip-path': 'url(#card)' }, backdrop + body))
}

/** A product's picture: 800 by 800 on the tinted card of its category. */
export function productPicture(ground: Ground, body: string): string {
  return scene(800, 800, ground, body)
}

/** The same drawing on a 1200 by 630 card, for links shared elsewhere. No rounded corners. */
export function sharedPicture(tint: { base: string; light: string }, body: string): string {
  const backdrop =
    rect(0, 0, 1200, 630, tint.base) +
    oval(600, 315, 286, 286, tint.light) +
    place({ x: 286, y: 1, scale: 0.785 }, body)
  return frame(1200, 630, backdrop)
}
