'use client'

import { BrokenPage } from '@/components/layout/broken-page'
import { TryAgainButton } from '@/components/layout/try-again-button'

export default function RootError({ error, reset }: { error: Error & { digest?: string }; reset: () => void }) {
  return (
    <main className="page-width">
      <BrokenPage again={<TryAgainButton reset={reset} />} reference={error.digest} />
    </main>
  )
}
