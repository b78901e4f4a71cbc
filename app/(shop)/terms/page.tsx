import type { Metadata } from 'next'
import Link from 'next/link'
import { MailLink } from '@/components/layout/mail-link'
import { Prose } from '@/components/layout/prose'
import { getShop } from '@/lib/catalog/cached'

export const ensureStatic = 'navigation'

export const metadata: Metadata = {
  title: 'Terms',
  description: 'How ordering, paying and delivery work here, in plain words.',
  alternates: { canonical: '/terms' },
}

export default async function TermsPage() {
  const shop = await getShop()
  return (
    <Prose title="Terms" intro="How ordering, paying and delivery work here, in plain words.">
      <h2>Ordering</h2>
      <p>
        Pressing Pay at the checkout places your order at the prices shown there. What you ordered is set aside for you
        for a while, so that nobody else takes the last one while you pay. If the payment does not come, it goes back on
        the shelf and you owe nothing.
      </p>
      <h2>Paying</h2>
      <p>
        You pay on the page of the payment company you choose, where tax is added if it is due where you live.{' '}
        {shop.name} never sees your card. Your order page shows at any time whether the payment has reached us, and so
        does your mail. If money ever comes twice, or for something we no longer have, it is sent back.
      </p>
      <h2>Delivery</h2>
      <p>
        Things that ship leave within two working days of being paid; delivery is included in the price. Downloads are
        on your order page and in your mail as soon as they are paid.
      </p>
      <h2>What you may do with downloads</h2>
      <p>
        They are yours to keep and to use on all your devices. Please do not pass the files on; send your friends here
        instead.
      </p>
      <h2>If something is not right</h2>
      <p>
        You can send things back within thirty days, see <Link href="/returns">returns</Link>. Your legal rights, among
        them those about faulty goods, stay as they are. To reach us: <MailLink email={shop.email} />.
      </p>
    </Prose>
  )
}
