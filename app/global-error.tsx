'use client'

import { BrokenPage } from '@/components/layout/broken-page'
import { TryAgainButton } from '@/components/layout/try-again-button'
import { displayFont, textFont } from './fonts/fonts'
import './globals.css'

export default function GlobalError({ error, reset }: { error: Error & { digest?: string }; reset: () => void }) {
  return (
    <html lang="en" className={`${displayFont.variable} ${textFont.variable}`}>
      <body>
        <main className="page-width">
          <BrokenPage again={<TryAgainButton reset={reset} />} reference={error.digest} />
        </main>
      </body>
    </html>
  )
}
