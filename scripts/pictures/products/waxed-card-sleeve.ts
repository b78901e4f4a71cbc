import { clay, ink, moss, paper, sky, type Tone, yellow } from '../palette'
import { cast } from '../solids'
import { circle, type Place, path, place, rect, stroke } from '../svg'

const front = 'M-170 -190H-66Q0 -110 66 -190H170V214A26 26 0 0 1 144 240H-144A26 26 0 0 1 -170 214Z'
const back =
  'M-160 -240H160Q170 -240 170 -230V214A26 26 0 0 1 144 240H-144A26 26 0 0 1 -170 214V-230Q-170 -240 -160 -240Z'

function sleeve(where: Place, tone: Tone, ...cards: string[]): string {
  return (
    cast(back, where, 22) +
    place(
      where,
      path(back, tone.dark, { transform: 'translate(3 12)' }),
      path(back, tone.dark),
      ...cards,
      path(front, tone.base),
      path('M120 -190H170V214A26 26 0 0 1 144 240H96Q130 20 120 -190Z', tone.dark, { opacity: 0.55 }),
      stroke('M-154 -174H-74Q0 -88 74 -174H154', tone.light, 5, { 'stroke-dasharray': '16 11' }),
      stroke('M-154 -150V208A16 16 0 0 0 -138 224H138A16 16 0 0 0 154 208V-150', tone.light, 5, {
        'stroke-dasharray': '16 11',
      }),
      stroke('M-110 -60Q-60 60 -120 150M40 20Q80 110 30 190M-40 120L-10 160', tone.light, 4, { opacity: 0.45 }),
      circle(-140, -166, 9, '#cda552'),
      circle(140, -166, 9, '#cda552'),
    )
  )
}

function card(x: number, y: number, turn: number, fill: string, band: string): string {
  return place(
    { x, y, turn },
    rect(-146, -120, 292, 300, fill, { rx: 18 }),
    rect(-146, -72, 292, 44, band),
    rect(64, -8, 52, 38, yellow.base, { rx: 6 }),
  )
}

export function alone(): string {
  return sleeve(
    { x: 400, y: 424, turn: -8, scale: 1.12 },
    moss,
    card(16, -214, 5, sky.base, ink.base),
    card(-8, -166, -3, paper.light, clay.base),
  )
}

export function inUse(): string {
  const small = 0.86
  return (
    sleeve({ x: 230, y: 440, turn: -20, scale: small }, ink) +
    sleeve({ x: 400, y: 390, turn: -2, scale: small }, clay) +
    sleeve(
      { x: 572, y: 420, turn: 16, scale: small },
      moss,
      place({ y: -30 }, rect(-140, -190, 280, 300, paper.light, { rx: 10 }), stroke('M-110 -164H40', paper.dark, 6)),
    )
  )
}
