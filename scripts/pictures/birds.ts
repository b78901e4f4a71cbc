import { ink, paper, sky, yellow } from './palette'
import { circle, type Place, path, place, stroke } from './svg'

/** A robin on its feet at 0,180, about 360 tall. */
export function robin(where: Place): string {
  return place(
    where,
    stroke('M-20 130L-34 184M30 130L24 184', '#7d5a3c', 9),
    path('M110 20L226 96L196 120L70 90Z', '#6d5539'),
    path(
      'M-120 -60C-130 -150 -40 -180 20 -140C100 -90 150 20 96 92C40 160 -90 150 -120 50Q-132 0 -120 -60Z',
      '#8a6d4a',
    ),
    path(
      'M-120 -60C-120 -110 -90 -120 -50 -100C10 -60 20 10 -10 60C-50 110 -110 90 -122 40Q-130 0 -120 -60Z',
      '#d96a3a',
    ),
    path('M-120 44C-90 110 -40 90 -10 60C0 110 -20 140 -30 142Q-104 126 -120 44Z', '#f1e4cc'),
    path('M0 -50C80 -40 130 30 110 84C60 90 0 50 0 -50Z', '#6d5539'),
    stroke('M24 -14Q70 10 92 56M14 16Q46 46 74 66', '#a3855e', 6),
    path('M-116 -84L-160 -68L-116 -58Z', ink.dark),
    circle(-66, -98, 13, ink.dark),
    circle(-70, -102, 4, '#fff'),
  )
}

/** A blue tit clinging to a twig, same size. */
export function blueTit(where: Place): string {
  return place(
    where,
    stroke('M-20 130L-34 180M30 130L24 180', '#4b5563', 9),
    path('M110 40L230 130L196 148L70 100Z', sky.dark),
    path('M-120 -50C-120 -140 -40 -160 20 -120C100 -70 150 20 96 92C40 160 -90 150 -116 60Z', yellow.base),
    path('M-20 -110C60 -120 140 0 108 88C60 80 0 30 -20 -110Z', sky.dark),
    path('M20 -20Q80 10 106 60', 'none', { stroke: paper.light, 'stroke-width': 12, 'stroke-linecap': 'round' }),
    path('M-122 -70C-130 -170 20 -180 26 -90C0 -30 -100 -20 -122 -70Z', paper.light),
    path('M-112 -112C-90 -176 10 -170 20 -112Q-40 -136 -112 -112Z', sky.base),
    stroke('M-118 -84Q-50 -100 24 -84', ink.dark, 12),
    path('M-100 -44Q-60 -20 0 -50Q-20 0 -60 -4Q-90 -10 -100 -44Z', ink.dark),
    path('M-118 -82L-154 -70L-116 -60Z', ink.dark),
    circle(-70, -92, 8, '#fff'),
    circle(-71, -92, 5, ink.dark),
    stroke('M-40 20V110', '#c9962c', 8),
  )
}
