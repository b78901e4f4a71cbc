import type { Entry } from './zip'

const rate = 44_100

type Voice = (seconds: number, noise: () => number) => number

/** Repeatable noise between -1 and 1. */
function noiseFrom(seed: number): () => number {
  let state = seed
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0
    return state / 2_147_483_648 - 1
  }
}

function tone(hertz: number, seconds: number): number {
  return Math.sin(2 * Math.PI * hertz * seconds)
}

function click(hertz: number): Voice {
  return (t, noise) => Math.exp(-t * 220) * noise() * 0.6 + Math.exp(-t * 90) * tone(hertz, t) * 0.7
}

function knock(hertz: number): Voice {
  return (t, noise) => {
    const fall = hertz * (1 + 0.6 * Math.exp(-t * 60))
    return Math.exp(-t * 22) * tone(fall, t) * 0.85 + Math.exp(-t * 300) * noise() * 0.4
  }
}

function chime(hertz: number): Voice {
  const partials = [
    [1, 0.5, 4],
    [2.76, 0.25, 7],
    [5.4, 0.12, 11],
  ] as const
  return (t) =>
    partials.reduce((sum, [ratio, level, fade]) => sum + level * Math.exp(-t * fade) * tone(hertz * ratio, t), 0)
}

/** Noise through a one-pole filter, swelling and going. */
function breath(length: number, softness: number): Voice {
  let held = 0
  return (t, noise) => {
    held += (noise() - held) * softness
    return Math.sin((Math.PI * t) / length) ** 2 * held * 1.5
  }
}

type Sound = [name: string, seconds: number, voice: Voice]

const sounds: Sound[] = [
  ...[1800, 2400, 3200, 4300].map((hertz, i): [string, number, Voice] => [
    `click-${i + 1}`,
    0.1 + i * 0.02,
    click(hertz),
  ]),
  ...[92, 130, 174, 220].map((hertz, i): [string, number, Voice] => [`knock-${i + 1}`, 0.34 - i * 0.03, knock(hertz)]),
  ...[523.25, 659.25, 783.99, 987.77].map((hertz, i): [string, number, Voice] => [`chime-${i + 1}`, 0.9, chime(hertz)]),
  ...[0.08, 0.16, 0.3, 0.5].map((softness, i): [string, number, Voice] => [
    `breath-${i + 1}`,
    0.8 - i * 0.1,
    breath(0.8 - i * 0.1, softness),
  ]),
]

function wav(samples: Int16Array): Buffer {
  const head = Buffer.alloc(44)
  const size = samples.length * 2
  head.write('RIFF', 0)
  head.writeUInt32LE(36 + size, 4)
  head.write('WAVEfmt ', 8)
  head.writeUInt32LE(16, 16)
  head.writeUInt16LE(1, 20)
  head.writeUInt16LE(1, 22)
  head.writeUInt32LE(rate, 24)
  head.writeUInt32LE(rate * 2, 28)
  head.writeUInt16LE(2, 32)
  head.writeUInt16LE(16, 34)
  head.write('data', 36)
  head.writeUInt32LE(size, 40)
  return Buffer.concat([head, Buffer.from(samples.buffer)])
}

/** Plays one voice into samples; the last 5 ms fade to silence so that no sound ends in a crack. */
function render(seconds: number, voice: Voice, seed: number): Int16Array {
  const noise = noiseFrom(seed)
  const count = Math.round(seconds * rate)
  return Int16Array.from({ length: count }, (_, i) => {
    const fade = Math.min(1, (count - i) / (rate * 0.005))
    return Math.round(Math.max(-1, Math.min(1, voice(i / rate, noise) * fade)) * 30_000)
  })
}

/** One stairwell: steps, the rail, and the air in it. */
const stairwell: Sound[] = [
  ...[62, 70, 78, 88].map((hertz, i): Sound => [`step-${i + 1}`, 0.42 - i * 0.04, knock(hertz)]),
  ...[293.66, 440].map((hertz, i): Sound => [`rail-${i + 1}`, 1.1, chime(hertz)]),
  ...[0.05, 0.11].map((softness, i): Sound => [`air-${i + 1}`, 1.2 - i * 0.3, breath(1.2 - i * 0.3, softness)]),
]

const filesOf = (folder: string, pack: Sound[], seed: number): Entry[] =>
  pack.map(([name, seconds, voice], i) => ({
    name: `${folder}/${name}.wav`,
    data: wav(render(seconds, voice, seed * (i + 1))),
  }))

/** The sixteen sounds as WAV files. */
export const soundFiles = (): Entry[] => filesOf('small-sounds', sounds, 7_919)

/** The first letter's eight sounds as WAV files. */
export const letterFiles = (): Entry[] => filesOf('sound-letter', stairwell, 6_121)
