import type { Metadata } from 'next'
import { MailLink } from '@/components/layout/mail-link'
import { Prose } from '@/components/layout/prose'
import { getShop } from '@/lib/catalog/cached'

export const ensureStatic = 'navigation'

export const metadata: Metadata = {
  title: 'Returns',
  description: 'Thirty days to change your mind, and what to do when something arrives broken.',
  alternates: { canonical: '/returns' },
}

export default async function ReturnsPage() {
  const shop = await getShop()
  return (
    <Prose title="Returns" intro="Thirty days to change your mind, and what to do when something arrives broken.">
      <h2>You changed your mind</h2>
      <p>
        Write to us within thirty days of the parcel's arrival, with your order number: <MailLink email={shop.email} />.
        We answer with the address to send it to. Pack it as you would like to find it; an unused thing in one piece is
        all we ask for.
      </p>
      <h2>It came broken, or it is not what you ordered</h2>
      <p>
        Our mistake, our cost. Write to us with your order number and, if you can, a picture. We send another one or
        give your money back, whichever you prefer, and you need not send the broken one.
      </p>
      <h2>Getting your money back</h2>
      <p>
        It goes back the way it came, through the payment company to the card you paid with, within five working days of
        our receiving the parcel. Banks then take a few days more. Your order page shows it as soon as it is on its way.
      </p>
      <h2>Downloads</h2>
      <p>
        A file that does not open or is not what its page said is replaced or refunded. Otherwise a download cannot be
        sent back once it has been downloaded.
      </p>
    </Prose>
  )
}
