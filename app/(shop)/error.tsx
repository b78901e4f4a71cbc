'use client'

import { BrokenPage } from '@/components/layout/broken-page'

export default function ShopError({ error, reset }: { error: Error & { digest?: string }; reset: () => void }) {
  return <BrokenPage reset={reset} reference={error.digest} />
}
