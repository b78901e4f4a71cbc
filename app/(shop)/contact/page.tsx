import type { Metadata } from 'next'
import Link from 'next/link'
import { MailLink } from '@/components/layout/mail-link'
import { Prose } from '@/components/layout/prose'
import { getShop } from '@/lib/catalog/cached'

export const ensureStatic = 'navigation'

export const metadata: Metadata = {
  title: 'Contact',
  description: 'How to reach the people behind this shop.',
  alternates: { canonical: '/contact' },
}

export default async function ContactPage() {
  const shop = await getShop()
  return (
    <Prose title="Contact" intro="A person reads it and a person answers, within two working days.">
      <h2>Write to us</h2>
      <p>
        You reach us <MailLink email={shop.email} />
        {shop.email ? '.' : '; that mail also holds the link to your order page.'}
      </p>
      <h2>About an order</h2>
      <p>
        Please name the order number; it is in the subject of every mail from us and at the top of your order page. That
        page also tells how the payment and the parcel stand right now.
      </p>
      <h2>About sending something back</h2>
      <p>
        Everything you need is under <Link href="/returns">returns</Link>.
      </p>
    </Prose>
  )
}
