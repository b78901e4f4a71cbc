import { ink, paper, sky, yellow } from './palette'
import { circle, type Place, path, place, stroke } from './svg'

/** The colours of one bird, from its crown to its wing bar. */
export type Plumage = {
  back: string
  breast: string
  belly: string
  wing: string
  bar: string
  cap?: string
  cheek?: string
  bill?: string
}

const legs = 'M-20 130L-34 184M30 130L24 184'

/** A small bird facing left, on its feet at 0,180, about 360 tall. */
export function perched(where: Place, colours: Plumage): string {
  const cap = colours.cap
    ? path('M-122 -84C-124 -168 -30 -178 22 -138Q10 -112 -40 -116Q-90 -112 -122 -84Z', colours.cap)
    : ''
  const cheek = colours.cheek ? path('M-104 -76Q-80 -116 -26 -96Q0 -70 -24 -44Q-70 -36 -104 -76Z', colours.cheek) : ''
  return place(
    where,
    stroke(legs, '#6f5238', 9),
    path('M110 20L226 96L196 120L70 90Z', colours.wing),
    path(
      'M-120 -60C-130 -150 -40 -180 20 -140C100 -90 150 20 96 92C40 160 -90 150 -120 50Q-132 0 -120 -60Z',
      colours.back,
    ),
    path(
      'M-120 -60C-120 -110 -90 -120 -50 -100C10 -60 20 10 -10 60C-50 110 -110 90 -122 40Q-130 0 -120 -60Z',
      colours.breast,
    ),
    path('M-120 44C-90 110 -40 90 -10 60C0 110 -20 140 -30 142Q-104 126 -120 44Z', colours.belly),
    path('M0 -50C80 -40 130 30 110 84C60 90 0 50 0 -50Z', colours.wing),
    stroke('M24 -14Q70 10 92 56M14 16Q46 46 74 66', colours.bar, 6),
    cap,
    cheek,
    path('M-116 -84L-160 -68L-116 -58Z', colours.bill ?? ink.dark),
    circle(-66, -98, 13, ink.dark),
    circle(-70, -102, 4, '#fff'),
  )
}

export function robin(where: Place): string {
  return perched(where, { back: '#8a6d4a', breast: '#d96a3a', belly: '#f1e4cc', wing: '#6d5539', bar: '#a3855e' })
}

/** A blue tit, with the white face and the line through the eye, same size and pose. */
export function blueTit(where: Place): string {
  return place(
    where,
    stroke(legs, '#4b5563', 9),
    path('M110 40L230 130L196 148L70 100Z', sky.dark),
    path('M-120 -50C-120 -140 -40 -160 20 -120C100 -70 150 20 96 92C40 160 -90 150 -116 60Z', yellow.base),
    path('M-20 -110C60 -120 140 0 108 88C60 80 0 30 -20 -110Z', sky.dark),
    stroke('M20 -20Q80 10 106 60', paper.light, 12),
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
