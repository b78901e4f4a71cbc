import Link from 'next/link'

/** Whom to write to about an order. */
export function ContactLine({ email, orderNumber }: { email: string | null; orderNumber: string }) {
  const address = email ? (
    <a href={`mailto:${email}?subject=${encodeURIComponent(`Order ${orderNumber}`)}`} className="quiet-link">
      {email}
    </a>
  ) : (
    <Link href="/contact" className="quiet-link">
      our contact page
    </Link>
  )
  return (
    <>
      Questions? Write to us through {address} and name order {orderNumber}.
    </>
  )
}
