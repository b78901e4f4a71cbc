import type { Metadata } from 'next'
import { OutdatedPage } from '@/components/layout/outdated-page'
import { Button } from '@/components/ui/button'

export const ensureStatic = 'navigation'

export const metadata: Metadata = { title: 'The shop was updated', robots: { index: false } }

/** What the server answers a form with that an earlier build of the shop has made, where no script runs. */
export default function FormOutdatedPage() {
  return (
    <main className="page-width">
      <OutdatedPage
        reload={
          // Without an address of its own a form goes to the page that was sent.
          <form>
            <Button type="submit" look="primary">
              Reload the page
            </Button>
          </form>
        }
      />
    </main>
  )
}
