import { brass, clay, ink, paper, sky } from '../palette'
import { disc } from '../solids'
import { circle, clip, path, place, rect, stroke } from '../svg'

const orange = { light: '#eda06a', base: '#dc7d43', dark: '#b35a2b' }

function fox(): string {
  return (
    circle(0, 0, 248, '#3f5b52') +
    path('M-210 60A218 218 0 0 1 120 -182Q220 -110 216 30Q200 190 40 214Q-150 220 -210 60Z', orange.base) +
    path('M120 -182Q220 -110 216 30Q200 190 40 214Q150 150 150 10Q150 -110 60 -204Z', orange.dark) +
    stroke('M-60 -150Q10 -190 80 -160M-120 -90Q-70 -130 -30 -134', orange.light, 12) +
    path('M-196 40L-214 -96L-118 -34Z', orange.dark) +
    path('M-186 20L-196 -64L-138 -24Z', ink.base) +
    path('M-60 4L-14 -108L46 -2Z', orange.dark) +
    path('M-42 0L-14 -74L24 -4Z', ink.base) +
    path('M-212 60Q-200 -40 -80 -36Q30 -30 46 40Q20 120 -84 150Q-190 140 -212 60Z', orange.base) +
    path('M-208 76Q-150 70 -96 150Q-190 142 -208 76ZM40 62Q-30 60 -78 150Q14 128 40 62Z', paper.base) +
    stroke('M-176 52q20 18 44 4M-46 48q22 18 44 0', ink.dark, 10) +
    path('M-112 122a26 20 0 0 1 48 0L-88 150Z', ink.dark) +
    path('M214 40Q206 220 10 232Q-130 232 -178 158Q-60 190 30 140Q110 90 120 20Q180 -20 214 40Z', orange.dark) +
    path('M206 60Q190 200 10 214Q-60 214 -110 194Q-20 196 60 150Q130 104 136 40Q180 6 206 60Z', orange.base) +
    path('M-178 158Q-140 224 -20 232Q-40 206 -10 180Q-100 190 -178 158Z', paper.base) +
    stroke('M160 60Q150 130 90 164', orange.light, 12)
  )
}

/** The pin around 0,0, 560 wide. */
export function pin(id: string): string {
  return (
    disc(0, 0, 280, 22, brass) +
    circle(0, 0, 280, brass.base) +
    circle(-4, -5, 270, brass.light) +
    circle(3, 4, 264, brass.base) +
    clip(id, circle(0, 0, 248, '#000'), fox()) +
    circle(0, 0, 250, 'none', { stroke: brass.dark, 'stroke-width': 6 }) +
    path('M-190 -110A218 218 0 0 1 -90 -198', 'none', {
      stroke: '#fff',
      'stroke-width': 16,
      'stroke-linecap': 'round',
      opacity: 0.55,
    })
  )
}

export function alone(): string {
  return place({ x: 400, y: 392, scale: 1.1 }, pin('fox'))
}

export function inUse(): string {
  const thread = { 'stroke-dasharray': '20 12' }
  return (
    rect(0, 0, 800, 800, ink.light) +
    path('M0 0H210Q180 400 210 800H0Z', ink.base) +
    stroke('M236 0Q206 400 236 800', clay.light, 5, thread) +
    stroke('M182 0Q152 400 182 800', clay.light, 5, thread) +
    [150, 620]
      .map(
        (y) => circle(90, y + 6, 44, brass.dark) + circle(90, y, 42, brass.base) + circle(86, y - 4, 22, brass.light),
      )
      .join('') +
    path('M300 190H740V600L520 700L300 600Z', ink.dark, { opacity: 0.5, transform: 'translate(10 16)' }) +
    path('M300 190H740V600L520 700L300 600Z', ink.base) +
    stroke('M318 206V590L520 682L722 590V206', clay.light, 5, thread) +
    path('M286 170H754V250L520 320L286 250Z', ink.dark, { opacity: 0.5, transform: 'translate(6 14)' }) +
    path('M286 170H754V250L520 320L286 250Z', '#5a6f98') +
    stroke('M300 186V240L520 304L740 240V186', clay.light, 5, thread) +
    circle(520, 270, 20, brass.base) +
    place({ x: 520, y: 470, scale: 0.42, turn: 8 }, pin('fox')) +
    stroke('M250 60L560 20M600 110L800 80M640 740L800 700', sky.dark, 4, { opacity: 0.35 })
  )
}
