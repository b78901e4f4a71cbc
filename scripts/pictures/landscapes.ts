import { clay, ink, moss, night, paper, plum, sky, type Tone, yellow } from './palette'
import { circle, path, rect, repeat, round } from './svg'

/** Each fills a window of `w` by `h` whose middle is 0,0; shared by phones, laptops and the wallpapers. */
export type Landscape = (w: number, h: number) => string

function ridge(w: number, h: number, level: number, sway: number, fill: string): string {
  const y = h * level
  const x = w / 2
  const a = h * sway
  return path(
    `M${-x} ${round(y)}C${round(-x * 0.5)} ${round(y - a)} ${round(-x * 0.2)} ${round(y + a * 0.6)} ${round(x * 0.15)} ${round(y - a * 0.2)}S${round(x * 0.7)} ${round(y - a)} ${x} ${round(y + a * 0.2)}V${h / 2}H${-x}Z`,
    fill,
  )
}

export const hills: Landscape = (w, h) =>
  rect(-w / 2, -h / 2, w, h, '#f3dcc6') +
  circle(w * 0.18, -h * 0.2, Math.min(w, h) * 0.13, clay.light) +
  ridge(w, h, 0.06, 0.1, plum.light) +
  ridge(w, h, 0.18, 0.08, plum.base) +
  ridge(w, h, 0.3, 0.07, plum.dark)

export const dusk: Landscape = (w, h) =>
  rect(-w / 2, -h / 2, w, h, night.light) +
  circle(-w * 0.16, -h * 0.24, Math.min(w, h) * 0.1, yellow.light) +
  ridge(w, h, 0.08, 0.1, ink.light) +
  ridge(w, h, 0.2, 0.08, ink.base) +
  ridge(w, h, 0.32, 0.07, ink.dark)

function tide(tones: Tone, back: string): Landscape {
  return (w, h) => {
    const rows = Array.from({ length: 6 }, (_, i) => {
      const y = round(h * (0.04 + i * 0.085))
      const x = w / 2
      const q = round(w / 4)
      const lift = round(h * 0.03)
      const fill = [tones.light, tones.base, tones.dark][i % 3] ?? tones.base
      return path(`M${-x} ${y}q${round(w / 8)} -${lift} ${q} 0t${q} 0t${q} 0t${q} 0V${h / 2}H${-x}Z`, fill)
    })
    return rect(-w / 2, -h / 2, w, h, back) + rows.join('')
  }
}

export const tideByDay = tide(sky, paper.base)
export const tideByNight = tide({ light: '#35506b', base: '#294159', dark: '#1d3046' }, '#16243a')

function foliage(tones: Tone, back: string): Landscape {
  return (w, h) => {
    const length = Math.min(w, h) * 0.34
    const spread = (x: number, y: number, turn: number, fill: string) =>
      path(
        `M0 0C${round(length * 0.4)} ${round(-length * 0.3)} ${round(length * 0.4)} ${round(-length * 0.75)} 0 ${round(-length)}C${round(-length * 0.4)} ${round(-length * 0.75)} ${round(-length * 0.4)} ${round(-length * 0.3)} 0 0Z`,
        fill,
        { transform: `translate(${round(x)} ${round(y)}) rotate(${turn})` },
      )
    const corner = (sign: number) =>
      repeat(5, (i) =>
        spread(
          sign * w * (0.5 - i * 0.03),
          sign * h * (0.5 - i * 0.075),
          (sign > 0 ? -70 : 110) + i * 24,
          [tones.base, tones.dark, tones.light][i % 3] ?? tones.base,
        ),
      )
    return rect(-w / 2, -h / 2, w, h, back) + corner(1) + corner(-1)
  }
}

export const leavesByDay = foliage(moss, '#eef0dd')
export const leavesByNight = foliage({ light: '#3f5a49', base: '#314a3c', dark: '#243a30' }, '#182822')
