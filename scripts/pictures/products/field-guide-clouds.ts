import { booklet } from '../guide'
import { clay, moss, paper, sky, steel, walnut, white, wood } from '../palette'
import { cast } from '../solids'
import { clip, path, place, rect, stroke } from '../svg'

const heap = 'M-140 90A62 62 0 0 1 -150 -20A84 84 0 0 1 -40 -110A96 96 0 0 1 110 -64A76 76 0 0 1 140 90Z'

function cumulus(): string {
  return (
    path(heap, white) +
    path('M-140 90A62 62 0 0 1 -200 40Q-100 70 -20 40Q40 80 120 40Q180 40 208 30A76 76 0 0 1 140 90Z', sky.light) +
    stroke('M-90 -20A50 50 0 0 1 -20 -60M40 -40A50 50 0 0 1 100 -20', sky.light, 12)
  )
}

export function alone(): string {
  const cover =
    stroke('M-130 -210q40 -18 80 0t80 0M20 -180q30 -12 60 0t60 0', sky.light, 10) +
    place({ x: 12, y: -40, scale: 0.86 }, cumulus()) +
    path('M-204 150Q-100 110 0 146T204 130V273Q204 283 194 283H-194Q-204 283 -204 273Z', moss.base) +
    path('M-204 200Q-60 160 60 200T204 190V273Q204 283 194 283H-194Q-204 283 -204 273Z', moss.dark) +
    stroke('M-140 240L180 226M-120 232v16M-80 230v16M-40 228v16M0 227v16M40 225v16M80 223v16M120 221v16', moss.light, 6)
  return booklet({ x: 400, y: 396, turn: 6 }, { light: sky.light, base: sky.dark, dark: '#4c7389' }, cover)
}

export function inUse(): string {
  const view =
    rect(60, 40, 680, 500, sky.base) +
    rect(60, 330, 680, 220, sky.light) +
    stroke('M100 100q60 -24 120 0t120 0M460 76q50 -20 100 0t100 0M300 140h180M560 150h120', white, 14, {
      opacity: 0.8,
    }) +
    place({ x: 250, y: 300, scale: 0.9 }, cumulus()) +
    place({ x: 600, y: 330, scale: 0.6 }, cumulus()) +
    path('M60 430Q220 380 400 420T740 400V560H60Z', moss.light) +
    path('M60 480Q300 440 480 476T740 460V560H60Z', moss.base) +
    path('M520 476l20 -70l20 70ZM566 474l16 -54l16 54Z', moss.dark)
  const guide = place(
    { scale: 0.52 },
    rect(-204, -283, 408, 566, '#4c7389', { rx: 10 }),
    rect(-190, -283, 394, 556, sky.dark, { rx: 10 }),
    place({ x: 8, y: -40, scale: 0.8 }, cumulus()),
    path('M-190 150Q-90 110 10 146T204 130V273H-190Z', moss.base),
  )
  return (
    rect(0, 0, 800, 800, clay.light) +
    rect(0, 0, 800, 800, '#c99a80') +
    rect(26, 6, 748, 580, steel.dark, { rx: 84 }) +
    rect(30, 0, 740, 578, steel.light, { rx: 80 }) +
    clip('glass', rect(60, 30, 680, 518, '#000', { rx: 56 }), view) +
    stroke('M120 300L330 60M170 330L400 66', '#fff', 18, { opacity: 0.22 }) +
    rect(0, 574, 800, 66, wood.light) +
    rect(0, 624, 800, 40, wood.dark) +
    rect(0, 664, 800, 136, '#b5856b') +
    cast('M-106 -147H106V147H-106Z', { x: 570, y: 486, turn: 8 }, 16) +
    place({ x: 570, y: 480, turn: 8 }, guide) +
    path('M150 520H270L256 634H164Z', paper.base) +
    path('M230 520H270L256 634H222Z', paper.dark) +
    stroke('M270 544q44 0 40 34t-48 30', paper.base, 16) +
    rect(144, 510, 132, 18, walnut.base, { rx: 9 }) +
    stroke('M190 490q-14 -20 0 -40t0 -40M226 490q-14 -20 0 -40', white, 7, { opacity: 0.7 })
  )
}
