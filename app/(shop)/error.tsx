'use client'

import type { ComponentProps } from 'react'
import { PageError } from '@/components/layout/page-error'

export default function ShopError(props: ComponentProps<typeof PageError>) {
  return <PageError {...props} />
}
