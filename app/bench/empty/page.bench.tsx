import type { Metadata } from 'next'

export const ensureStatic = 'navigation'

export const metadata: Metadata = { title: 'Empty' }

export default function EmptyPage() {
  return <main>Empty</main>
}
