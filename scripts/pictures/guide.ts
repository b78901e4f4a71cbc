import { paper, type Tone } from './palette'
import { slab } from './solids'
import { type Place, place, rect, stroke } from './svg'

type Spot = Required<Pick<Place, 'x' | 'y' | 'turn'>>

/** A slim stapled booklet, 400 by 560, with `cover` drawn around its middle. */
export function booklet(spot: Spot, tone: Tone, cover: string): string {
  return (
    slab({ ...spot, w: 408, h: 566, r: 10, depth: 20, tone: paper }) +
    place(
      spot,
      rect(-204, -283, 408, 566, tone.base, { rx: 10 }),
      cover,
      rect(-204, -283, 26, 566, tone.dark, { rx: 8 }),
      stroke('M-190 -170V-120M-190 120V170', '#dfe4e7', 6),
      stroke('M-170 -274H194', tone.light, 5),
    )
  )
}
