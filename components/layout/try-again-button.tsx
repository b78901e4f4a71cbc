'use client'

import { Button } from '@/components/ui/button'

export function TryAgainButton({ reset }: { reset: () => void }) {
  return (
    <Button look="primary" onClick={reset}>
      Try again
    </Button>
  )
}
