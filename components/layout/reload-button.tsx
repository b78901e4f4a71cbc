'use client'

import { Button } from '@/components/ui/button'

export function ReloadButton() {
  return (
    <Button look="primary" onClick={() => window.location.reload()}>
      Reload the page
    </Button>
  )
}
