/** The shop's address, or, when it has none, where an order can be talked about all the same. */
export function MailLink({ email }: { email: string | null }) {
  if (!email) return <span>by answering the mail that came with your order</span>
  return <a href={`mailto:${email}`}>{email}</a>
}
