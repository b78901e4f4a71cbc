import { brass, clay, ink, moss, paper, pencilGrey, red, sky, steel, wood, yellow } from './palette'
import { ring } from './products/brass-key-loop'
import { compass } from './products/button-compass'
import { pin } from './products/fox-pin'
import { lamp } from './products/pocket-lamp'
import { notebook } from './products/pocket-notebook'
import { card } from './products/six-suits'
import { cast, pool, slab } from './solids'
import { circle, clip, oval, path, place, rect, stroke } from './svg'
import { button, key, leaf, metalPen, pencil } from './things'

const stitched = { 'stroke-dasharray': '22 14' }
const pocketShape = 'M-330 -210H330V150L0 270L-330 150Z'

function pocketFront(): string {
  return place(
    { x: 600, y: 590 },
    path(pocketShape, ink.dark, { transform: 'translate(8 16)' }),
    path(pocketShape, ink.base),
    path('M250 -210H330V150L0 270V240L270 140Z', ink.dark),
    path('M-344 -226H344V-140H-344Z', ink.light),
    path('M270 -226H344V-140H262Z', ink.base),
    stroke('M-326 -158H326', clay.light, 6, stitched),
    stroke('M-306 -120V136L0 246L306 136V-120', clay.light, 6, stitched),
    stroke('M-250 -60Q-200 60 -240 130M220 -80Q180 40 216 120', ink.light, 8, { opacity: 0.5 }),
    ...[-318, 318].map((x) => circle(x, -182, 13, brass.dark) + circle(x - 2, -185, 10, brass.light)),
  )
}

function insidePocket(): string {
  return (
    notebook({ x: 470, y: 370, turn: -9 }, moss) +
    card({ x: 678, y: 330, turn: 3, scale: 1.02 }, 'moon') +
    card({ x: 782, y: 352, turn: 18, scale: 1.02 }, 'sun') +
    metalPen({ x: 566, y: 290, turn: -84, scale: 1.15 }, brass, 380) +
    pencil({ x: 340, y: 350, turn: -104, scale: 1.5 }, red, 300) +
    pencil({ x: 892, y: 366, turn: -72, scale: 1.4 }, yellow, 260)
  )
}

export function hero(): string {
  return (
    leaf({ x: 250, y: 770, turn: -52 }, moss, 220) +
    leaf({ x: 250, y: 790, turn: -88 }, moss, 170) +
    cast(pocketShape, { x: 600, y: 590 }, 34) +
    path('M264 376H936V460H264Z', ink.dark) +
    insidePocket() +
    pocketFront() +
    place({ x: 468, y: 610, scale: 0.3, turn: -6 }, pin('fox')) +
    key({ x: 724, y: 636, turn: 12, scale: 0.72 }, brass) +
    key({ x: 768, y: 636, turn: -14, scale: 0.72 }, steel) +
    ring({ x: 744, y: 540, scale: 0.54 }) +
    oval(1010, 836, 130, 26, 'url(#s)') +
    oval(1000, 832, 88, 16, '#fbe7b2', { opacity: 0.9 }) +
    place({ x: 1000, y: 730, scale: 0.5 }, lamp(yellow)) +
    compass(182, 590, 0.3, 24) +
    button({ x: 1056, y: 500 }, clay, 42) +
    button({ x: 140, y: 420 }, sky, 32)
  )
}

export function emptyCart(): string {
  return (
    slab({ x: 400, y: 176, w: 440, h: 190, r: 36, depth: 16, tone: clay }) +
    rect(194, 94, 412, 164, clay.dark, { rx: 26 }) +
    rect(194, 106, 412, 152, clay.light, { rx: 26 }) +
    slab({ x: 400, y: 390, w: 440, h: 250, r: 36, depth: 56, tone: clay }) +
    rect(180, 265, 440, 250, clay.light, { rx: 36 }) +
    rect(196, 280, 408, 220, clay.dark, { rx: 26 }) +
    rect(196, 300, 408, 200, '#b8553c', { rx: 26 }) +
    [250, 550]
      .map((x) => rect(x - 30, 256, 60, 22, steel.dark, { rx: 7 }) + rect(x - 30, 254, 60, 15, steel.light, { rx: 7 }))
      .join('') +
    button({ x: 486, y: 430, turn: 12 }, yellow, 34)
  )
}

export function notFound(): string {
  const sheet =
    'M-270 -170L-90 -150L90 -170L196 -158L170 -110L206 -60L176 -10L204 40L168 90L190 160L90 150L-90 170L-270 150Z'
  return (
    cast(sheet, { x: 400, y: 310, turn: -5 }, 16) +
    place(
      { x: 400, y: 306, turn: -5 },
      clip(
        'sheet',
        path(sheet, '#000'),
        path(sheet, paper.light),
        path('M-270 30Q-140 -50 -40 10T120 -10T300 -80V0Q160 60 100 80T-60 100T-270 110Z', sky.base),
        path('M-270 -170L-90 -150V-60Q-190 -30 -270 -80Z', moss.light),
        path('M40 170L240 150V90Q120 80 40 130Z', moss.light),
        path('M-90 -150L90 -170V150L-90 170Z', paper.dark, { opacity: 0.3 }),
        stroke('M-230 110Q-120 60 -60 -40T110 -90T240 -40', red.base, 10, { 'stroke-dasharray': '2 24' }),
      ),
    ) +
    circle(606, 246, 8, red.base) +
    circle(640, 262, 8, red.base) +
    circle(670, 288, 8, red.base) +
    compass(628, 432, 0.36, 74)
  )
}

export function error(): string {
  const half = 'M-150 -30H120L96 -10L124 6L100 30H-150A30 30 0 0 1 -150 -30Z'
  const first = { x: 268, y: 350, turn: -24 }
  const parts =
    cast(half, first, 14) +
    place(
      first,
      path(half, yellow.base),
      path('M-150 -30H120L108 -20H-170Q-164 -28 -150 -30Z', yellow.light),
      path('M-176 12H112L100 30H-150Q-168 28 -176 12Z', yellow.dark),
      path('M70 -30H120L96 -10L124 6L100 30H70Z', wood.light),
      stroke('M84 -4L108 -8', pencilGrey, 12),
      rect(-180, -30, 38, 60, clay.base, { rx: 18 }),
      rect(-146, -30, 26, 60, steel.base),
    ) +
    clip(
      'rest',
      path('M470 60H800V500H470L500 372L462 340L496 318Z', '#000'),
      pencil({ x: 500, y: 286, turn: 18, scale: 1.6 }, yellow, 280),
    ) +
    stroke('M420 430l10 6M452 452l4 8M400 462l-6 10', pencilGrey, 10) +
    path('M430 392l26 8l-8 18l-22 -4Z', wood.base) +
    path('M470 420l16 12l-18 8Z', wood.light)
  return place({ x: -22, y: -46, scale: 1.06 }, parts)
}

export function soldOut(): string {
  const outline = { stroke: clay.base, 'stroke-width': 6, 'stroke-dasharray': '14 14' }
  return (
    stroke('M150 60Q320 10 400 96Q520 10 660 60', wood.dark, 8) +
    slab({ x: 400, y: 320, w: 330, h: 430, r: 18, turn: 4, depth: 10, tone: paper }) +
    place(
      { x: 400, y: 320, turn: 4 },
      circle(0, -180, 18, '#f0d3c9'),
      stroke('M0 -180Q-14 -214 4 -232', wood.dark, 8),
      circle(0, 0, 108, 'none', outline),
      ...[-26, 26].map((x) => circle(x, 0, 8, paper.dark)),
      stroke('M-100 170H100', paper.dark, 8),
    )
  )
}

/** A parcel that nobody has opened: stands for a product without a drawing of its own. */
export function plainParcel(): string {
  const front = 'M-210 -70H210V170Q210 190 190 190H-190Q-210 190 -210 170Z'
  const top = 'M-170 -190H170L210 -70H-210Z'
  const knot = { x: 400, y: 330 }
  return (
    pool(412, 604, 270, 40) +
    place(
      { x: 400, y: 410 },
      path(front, wood.base),
      path('M-210 -70H210V-50H-210Z', wood.dark, { opacity: 0.35 }),
      path(top, wood.light),
      path('M-24 -190H24L30 -70H-30Z', clay.base),
      path('M-30 -70H30V190H-30Z', clay.dark),
      path('M-194 -138H194L200 -112H-202Z', clay.base),
      stroke('M-150 140H-70M-150 108H-90', wood.dark, 10, { opacity: 0.6 }),
    ) +
    place(
      knot,
      path('M0 -40Q-96 -128 -112 -56Q-116 -12 0 -40Z', clay.light),
      path('M0 -40Q96 -128 112 -56Q116 -12 0 -40Z', clay.light),
      path('M-8 -44Q-60 10 -78 34L-48 30L-44 54Q-16 6 2 -36Z', clay.base),
      path('M8 -44Q60 10 78 34L48 30L44 54Q16 6 -2 -36Z', clay.base),
      oval(0, -42, 24, 20, clay.dark),
    )
  )
}

/** The hero, fitted to the card for links shared without a product. */
export function shopCard(): string {
  return place({ x: -150, y: -9, scale: 0.917 }, hero())
}

/** The sign of the shop in a 64 by 64 square: a stitched pocket with the sun looking out. */
export function sign(corner: number): string {
  return (
    rect(0, 0, 64, 64, '#f3e9d8', { rx: corner }) +
    circle(40, 19, 13, yellow.base) +
    path('M15 8a2 2 0 0 1 2-2H28a2 2 0 0 1 2 2V28H15Z', moss.base) +
    path('M7 25H57V47L32 60L7 47Z', ink.base) +
    path('M7 25H57V34H7Z', ink.light) +
    stroke('M13 39V43.5L32 53.4L51 43.5V39', clay.light, 2.6, { 'stroke-dasharray': '3.8 4' })
  )
}
