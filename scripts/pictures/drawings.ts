import * as acornKeyring from './products/acorn-keyring'
import * as brassKeyLoop from './products/brass-key-loop'
import * as buttonCompass from './products/button-compass'
import * as fieldGuideClouds from './products/field-guide-clouds'
import * as fieldGuideGardenBirds from './products/field-guide-garden-birds'
import * as foldingBag from './products/folding-bag'
import * as foldingChess from './products/folding-chess'
import * as foldingLoupe from './products/folding-loupe'
import * as foldingTool from './products/folding-tool'
import * as foxPin from './products/fox-pin'
import * as littleFerryPin from './products/little-ferry-pin'
import * as mendingKit from './products/mending-kit'
import * as nightMothPin from './products/night-moth-pin'
import * as notebookPost from './products/notebook-post'
import * as pencilStubs from './products/pencil-stubs'
import * as pinholeTypeface from './products/pinhole-typeface'
import * as pocketLamp from './products/pocket-lamp'
import * as pocketNotebook from './products/pocket-notebook'
import * as quietWallpapers from './products/quiet-wallpapers'
import * as roundTape from './products/round-tape'
import * as shortBrassPen from './products/short-brass-pen'
import * as sixSuits from './products/six-suits'
import * as smallSounds from './products/small-sounds'
import * as soundLetter from './products/sound-letter'
import * as stickerSheetSmallWeather from './products/sticker-sheet-small-weather'
import * as tinDominoes from './products/tin-dominoes'
import * as travelTin from './products/travel-tin'
import * as watercolourTin from './products/watercolour-tin'
import * as waxedCardSleeve from './products/waxed-card-sleeve'
import * as weatherproofFieldNotebook from './products/weatherproof-field-notebook'
import * as woodenDice from './products/wooden-dice'

type Drawing = { alone: () => string; inUse: () => string }

/** By product slug: the thing by itself, then open, in use or in scale. */
export const drawings: Record<string, Drawing> = {
  'acorn-keyring': acornKeyring,
  'brass-key-loop': brassKeyLoop,
  'button-compass': buttonCompass,
  'field-guide-clouds': fieldGuideClouds,
  'field-guide-garden-birds': fieldGuideGardenBirds,
  'folding-bag': foldingBag,
  'folding-chess': foldingChess,
  'folding-loupe': foldingLoupe,
  'folding-tool': foldingTool,
  'fox-pin': foxPin,
  'little-ferry-pin': littleFerryPin,
  'mending-kit': mendingKit,
  'night-moth-pin': nightMothPin,
  'notebook-post': notebookPost,
  'pencil-stubs': pencilStubs,
  'pinhole-typeface': pinholeTypeface,
  'pocket-lamp': pocketLamp,
  'pocket-notebook': pocketNotebook,
  'quiet-wallpapers': quietWallpapers,
  'round-tape': roundTape,
  'short-brass-pen': shortBrassPen,
  'six-suits': sixSuits,
  'small-sounds': smallSounds,
  'sound-letter': soundLetter,
  'sticker-sheet-small-weather': stickerSheetSmallWeather,
  'tin-dominoes': tinDominoes,
  'travel-tin': travelTin,
  'watercolour-tin': watercolourTin,
  'waxed-card-sleeve': waxedCardSleeve,
  'weatherproof-field-notebook': weatherproofFieldNotebook,
  'wooden-dice': woodenDice,
}
