import type { Metadata } from 'next'
import { BrokenPage } from '@/components/layout/broken-page'
import { Button } from '@/components/ui/button'

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
          // Without an address of its own a form goes to the one that broke.
          <form>
            <Button type="submit" look="primary">
              Try again
            </Button>
          </form>
        }
      />
    </main>
  )
}
