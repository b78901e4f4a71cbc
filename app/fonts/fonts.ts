import localFont from 'next/font/local'

export const displayFont = localFont({
  src: './fraunces-soft.woff2',
  weight: '540',
  style: 'normal',
  display: 'swap',
  variable: '--font-display-face',
  adjustFontFallback: 'Times New Roman',
})

export const textFont = localFont({
  src: './instrument-sans.woff2',
  weight: '400 700',
  style: 'normal',
  display: 'swap',
  variable: '--font-text-face',
  adjustFontFallback: 'Arial',
})
