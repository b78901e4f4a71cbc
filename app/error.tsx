'use client'

import type { ComponentProps } from 'react'
import { PageError } from '@/components/layout/page-error'

export default function RootError(props: ComponentProps<typeof PageError>) {
  return (
    <main className="page-width">
      <PageError {...props} />
    </main>
  )
}
