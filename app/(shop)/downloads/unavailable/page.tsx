import type { Metadata } from 'next'
import { LinkButton } from '@/components/ui/link-button'

export const metadata: Metadata = { title: 'This download link has ended', robots: { index: false, follow: false } }

export default function DownloadUnavailablePage() {
  return (
    <div className="mx-auto grid max-w-3xl gap-6">
      <h1 className="text-2xl sm:text-3xl">This download link does not work any more.</h1>
      <div className="grid max-w-prose gap-4 text-lg">
        <p>
          Links in our mails work for three days, links on an order’s page for one hour. What you bought is still yours:
          open your order from the button in the mail with your receipt, and download it from there.
        </p>
        <p>An order that was refunded has no downloads any more.</p>
      </div>
      <p>
        <LinkButton href="/contact">Write to us</LinkButton>
      </p>
    </div>
  )
}
