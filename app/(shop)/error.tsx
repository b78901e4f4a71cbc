'use client'

import { BrokenPage } from '@/components/layout/broken-page'
import { TryAgainButton } from '@/components/layout/try-again-button'

export default function ShopError({ error, reset }: { error: Error & { digest?: string }; reset: () => void }) {
  return <BrokenPage again={<TryAgainButton reset={reset} />} reference={error.digest} />
}
