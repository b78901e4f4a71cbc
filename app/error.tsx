'use client'

import { BrokenPage } from '@/components/layout/broken-page'

export default function RootError({ error, reset }: { error: Error & { digest?: string }; reset: () => void }) {
  return (
    <main className="page-width">
      <BrokenPage reset={reset} reference={error.digest} />
    </main>
  )
}
