import type { Metadata } from 'next'
import { BrokenPage } from '@/components/layout/broken-page'
import { buttonStyles } from '@/components/ui/button'

export const ensureStatic = 'navigation'

export const metadata: Metadata = { title: 'Something broke', robots: { index: false } }

/**
 * What the server sends in place of a page that broke, because the framework's own answer is blank without a script. It
 * reads no database: that may be what broke.
 */
export default function OutOfOrderPage() {
  return (
    <main className="page-width">
      <BrokenPage
        again={
          // An empty address is the one that broke.
          <a href="" className={buttonStyles({ look: 'primary' })}>
            Try again
          </a>
        }
      />
    </main>
  )
}
