/** Three tones of one colour: lit from the top left, plain, and turned away. */
export type Tone = { light: string; base: string; dark: string }

function tone(light: string, base: string, dark: string): Tone {
  return { light, base, dark }
}

export const ink = tone('#46597f', '#2b3a5c', '#1b2540')
export const clay = tone('#dd8c70', '#c5674b', '#9c4733')
export const moss = tone('#94a86b', '#6f8450', '#516338')
export const yellow = tone('#f6d074', '#e7b13c', '#bf8a22')
export const red = tone('#dd7763', '#c24b3c', '#93332a')
export const brass = tone('#ecd197', '#cda552', '#977331')
export const steel = tone('#dfe4e7', '#b4bdc4', '#7f8b95')
export const wood = tone('#e2bf8f', '#c99c66', '#996f42')
export const walnut = tone('#a27a56', '#7d5a3c', '#573c27')
export const paper = tone('#fffcf5', '#faf3e4', '#ddd1b8')
export const skin = tone('#e9b999', '#d89f7d', '#b67d5d')
export const sky = tone('#cfe2ea', '#9dbfd0', '#6b93a9')
export const plum = tone('#a98bb5', '#7f6090', '#5a4168')
export const night = tone('#3c4763', '#262f49', '#171d31')
export const cork = tone('#e0b98c', '#c6976a', '#9d7148')
export const white = '#fffdf8'
export const pencilGrey = '#6d6a66'
export const shadowColour = '#2b2118'

/** The tinted card every picture of a category stands on, and the pool of light in it. */
export const grounds = {
  paper: { base: '#eadcc6', light: '#f3e9d8' },
  tool: { base: '#d0dce1', light: '#e0e9ec' },
  game: { base: '#d3dfc8', light: '#e2ead9' },
  pin: { base: '#f0d3c9', light: '#f7e2db' },
  carry: { base: '#eed9a4', light: '#f6e7c2' },
  digital: { base: '#d6d2e6', light: '#e5e2f0' },
} as const

export type Ground = keyof typeof grounds
