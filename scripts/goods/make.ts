import { mkdirSync, writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import * as landscapes from '@/scripts/pictures/landscapes'
import { frame } from '@/scripts/pictures/picture'
import { png } from '@/scripts/pictures/raster'
import { place } from '@/scripts/pictures/svg'
import { birdPages } from './bird-guide'
import { cloudPages } from './cloud-guide'
import { pdf } from './pdf'
import { letterFiles, soundFiles } from './sounds'
import { specimen, typeface } from './typeface'
import { type Entry, zip } from './zip'

const folder = fileURLToPath(new URL('../../prisma/seed-files/', import.meta.url))

function text(name: string, ...lines: string[]): Entry {
  return { name, data: Buffer.from(`${lines.join('\n')}\n`) }
}

async function wallpapers(): Promise<Entry[]> {
  const entries: Entry[] = []
  for (const [name, landscape] of Object.entries(landscapes)) {
    const file = name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)
    const svg = frame(1290, 2796, place({ x: 645, y: 1398 }, landscape(1290, 2796)))
    entries.push({ name: `quiet-wallpapers/${file}.svg`, data: Buffer.from(svg) })
    entries.push({ name: `quiet-wallpapers/${file}.png`, data: await png(svg, 1290, 2796) })
  }
  return entries
}

const fontLicence = text(
  'pinhole/LICENCE.txt',
  'Pinhole, version 1.0. Drawn for Pocketshop.',
  '',
  'One person or one studio may use it in print, on the web and in apps,',
  'for any number of works. Please do not sell or share the font file itself.',
)
const soundLicence = text(
  'small-sounds/LICENCE.txt',
  'Small Sounds. Made with oscillators and noise; nothing was recorded.',
  '',
  'Free of royalties in your own music, games, films and apps.',
  'Please do not sell the sounds by themselves.',
)
const letterLicence = text(
  'sound-letter/LICENCE.txt',
  'Sound letter, the stairwell. Made with oscillators and noise; nothing was recorded.',
  '',
  'Free of royalties in your own music, games, films and apps, for good.',
  'Please do not sell the sounds by themselves.',
)
const wallpaperLicence = text(
  'quiet-wallpapers/LICENCE.txt',
  'Six quiet wallpapers. Drawn for Pocketshop.',
  '',
  'Use them on all of your own devices.',
)

mkdirSync(folder, { recursive: true })
writeFileSync(`${folder}field-guide-garden-birds.pdf`, await pdf('Eight garden birds', birdPages))
writeFileSync(`${folder}field-guide-clouds.pdf`, await pdf('Clouds from a train window', cloudPages))
const fontFiles = [
  { name: 'pinhole/Pinhole-Regular.ttf', data: typeface() },
  { name: 'pinhole/specimen.svg', data: Buffer.from(specimen()) },
]
writeFileSync(`${folder}pinhole-typeface.zip`, zip([...fontFiles, fontLicence]))
writeFileSync(`${folder}small-sounds.zip`, zip([...soundFiles(), soundLicence]))
writeFileSync(`${folder}sound-letter.zip`, zip([...letterFiles(), letterLicence]))
writeFileSync(`${folder}quiet-wallpapers.zip`, zip([...(await wallpapers()), wallpaperLicence]))
process.stdout.write('Made the digital goods\n')
