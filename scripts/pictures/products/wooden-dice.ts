import { cork, sky, walnut, white, wood } from '../palette'
import { type Pip, pips } from '../pips'
import { cast, pool } from '../solids'
import { circle, oval, type Place, path, place, rect, stroke } from '../svg'

function dots(count: number, x: number, y: number, across: Pip, down: Pip, ink: string): string {
  return (pips[count] ?? [])
    .map(([u, v]) => {
      const px = x + u * across[0] + v * down[0]
      const py = y + u * across[1] + v * down[1]
      return oval(px, py, 11, down[1] < 16 ? 7 : 10, ink)
    })
    .join('')
}

/** A die seen from its front corner, 200 wide, its upper corner nearest the eye. */
function die(where: Place, counts: [number, number, number], dark = false): string {
  const tone = dark ? walnut : wood
  const pipInk = dark ? wood.light : walnut.dark
  const shape = 'M0 -112L96 -62V52L0 108L-96 52V-62Z'
  return (
    cast(shape, where, 16) +
    place(
      where,
      path('M0 -112L96 -62L0 -10L-96 -62Z', tone.light, {
        stroke: tone.light,
        'stroke-width': 14,
        'stroke-linejoin': 'round',
      }),
      path('M-96 -62L0 -10V108L-96 52Z', tone.base, {
        stroke: tone.base,
        'stroke-width': 14,
        'stroke-linejoin': 'round',
      }),
      path('M96 -62L0 -10V108L96 52Z', tone.dark, {
        stroke: tone.dark,
        'stroke-width': 14,
        'stroke-linejoin': 'round',
      }),
      stroke('M-92 -30Q-50 10 -4 30M-92 10Q-50 50 -4 70', tone.dark, 3, { opacity: 0.5 }),
      dots(counts[0], 0, -62, [40, 20], [-40, 20], pipInk),
      dots(counts[1], -48, 22, [24, 13], [0, 32], pipInk),
      dots(counts[2], 48, 22, [24, -13], [0, 32], pipInk),
    )
  )
}

function corkStopper(where: Place): string {
  return place(
    where,
    path('M-92 -70L-84 66Q0 92 84 66L92 -70Z', cork.base),
    path('M40 -70L36 76Q66 74 84 66L92 -70Z', cork.dark),
    oval(0, -70, 92, 26, cork.light),
    circle(-50, 0, 7, cork.dark),
    circle(-20, 40, 5, cork.dark),
    circle(4, -20, 6, cork.dark),
    circle(-60, 42, 4, cork.dark),
  )
}

export function alone(): string {
  return (
    pool(400, 690, 260, 54) +
    path('M176 210V620Q176 690 300 690Q424 690 424 620V210Z', sky.light) +
    place({ x: 300, y: 590, scale: 0.78 }, die({}, [5, 2, 3])) +
    place({ x: 290, y: 452, scale: 0.78, turn: 8 }, die({}, [2, 4, 1])) +
    place({ x: 306, y: 318, scale: 0.78, turn: -6 }, die({}, [3, 1, 5])) +
    path('M176 210V620Q176 690 300 690Q424 690 424 620V210Z', sky.base, { opacity: 0.14 }) +
    stroke('M176 210V620Q176 690 300 690Q424 690 424 620V210', sky.dark, 8) +
    stroke('M204 250V560', white, 16, { opacity: 0.85 }) +
    stroke('M204 600V612', white, 16, { opacity: 0.85 }) +
    corkStopper({ x: 300, y: 178, scale: 1.26 }) +
    rect(160, 218, 280, 26, sky.dark, { rx: 13 }) +
    rect(160, 216, 280, 18, sky.light, { rx: 9 }) +
    die({ x: 566, y: 560, scale: 1.16 }, [1, 5, 4])
  )
}

export function inUse(): string {
  const tube = { x: 590, y: 196, turn: -26 }
  const glass = 'M-230 -94H170Q230 -94 230 0Q230 94 170 94H-230Z'
  return (
    cast(glass, tube, 22) +
    place(
      tube,
      path(glass, sky.light),
      path('M-230 40H220Q200 94 170 94H-230Z', sky.base),
      oval(-230, 0, 30, 94, sky.dark),
      oval(-226, 0, 22, 82, '#8fb2c4'),
      stroke('M-180 -62H120', white, 16),
    ) +
    cast('M-80 -60H80V70H-80Z', { x: 190, y: 190, turn: 66 }, 14) +
    corkStopper({ x: 190, y: 190, turn: 66 }) +
    die({ x: 290, y: 404, turn: 10, scale: 0.92 }, [4, 1, 5]) +
    die({ x: 500, y: 446, turn: -14, scale: 0.92 }, [1, 3, 2], true) +
    die({ x: 170, y: 590, turn: -8, scale: 0.92 }, [5, 4, 1], true) +
    die({ x: 384, y: 640, turn: 4, scale: 0.92 }, [3, 2, 4]) +
    die({ x: 620, y: 640, turn: 16, scale: 0.92 }, [2, 5, 3])
  )
}
