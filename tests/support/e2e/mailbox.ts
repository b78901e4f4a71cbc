import PostalMime, { type Email } from 'postal-mime'
import { world } from './world'

async function listMails(): Promise<Email[]> {
  const response = await fetch(world().mailboxUrl)
  const sources = (await response.json()) as string[]
  return Promise.all(sources.map((source) => PostalMime.parse(source)))
}

/** Every mail that has reached an address so far, oldest first. */
export async function mailsTo(address: string): Promise<Email[]> {
  const mails = await listMails()
  return mails.filter(({ to }) => to?.some((one) => one.address === address))
}
