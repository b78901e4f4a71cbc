import type { Metadata } from 'next'
import { MailLink } from '@/components/layout/mail-link'
import { Prose } from '@/components/layout/prose'
import { getShop } from '@/lib/catalog/cached'

export const ensureStatic = 'navigation'

export const metadata: Metadata = {
  title: 'Privacy',
  description: 'What this shop knows about you, why, and for how long.',
  alternates: { canonical: '/privacy' },
}

export default async function PrivacyPage() {
  const shop = await getShop()
  return (
    <Prose title="Privacy" intro="What this shop knows about you, why, and for how long. It is a short list.">
      <h2>What we keep</h2>
      <ul>
        <li>Your cart, for thirty days after you last touched it. It does not know who you are.</li>
        <li>
          With an order: your name, your e-mail and, when something ships, your address; what you ordered and what
          became of it. We keep orders as long as tax law asks us to.
        </li>
      </ul>
      <h2>Who else sees it</h2>
      <p>
        The payment company that takes your payment gets the amount, the order number and your e-mail, and where it
        shows a list of things on its page, their names; what you tell it there stays between you and it. Nobody else
        gets anything: no advertising, no analytics, no pictures or scripts from elsewhere on these pages.
      </p>
      <h2>Cookies</h2>
      <p>
        Three at most, all of our own: one that finds your cart again, one that says that there is a cart, and, once you
        have ordered, one that lets your browser, and only yours, see the address on the order. None follows you
        anywhere.
      </p>
      <h2>Your say</h2>
      <p>
        To see, correct or delete what we keep, write to us: <MailLink email={shop.email} />.
      </p>
    </Prose>
  )
}
