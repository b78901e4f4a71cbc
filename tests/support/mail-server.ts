import { once } from 'node:events'
import type { AddressInfo } from 'node:net'
import PostalMime, { type Email } from 'postal-mime'
import { SMTPServer, type SMTPServerOptions } from 'smtp-server'

export type ReceivedMail = { to: string[]; mail: Email }

/** A real SMTP server on a free port that keeps what it is given. */
export async function startMailServer(options: Pick<SMTPServerOptions, 'onRcptTo'> = {}) {
  const received: ReceivedMail[] = []
  const server = new SMTPServer({
    ...options,
    authOptional: true,
    disabledCommands: ['STARTTLS'],
    onData(stream, session, done) {
      collect(stream)
        .then((source) => PostalMime.parse(source))
        .then((mail) => received.push({ to: session.envelope.rcptTo.map((to) => to.address), mail }))
        .then(() => done(), done)
    },
  })
  server.listen(0, '127.0.0.1')
  await once(server.server, 'listening')
  const { port } = server.server.address() as AddressInfo
  return {
    received,
    outgoing: { smtpUrl: `smtp://127.0.0.1:${port}`, from: 'Pocketshop <shop@example.com>' },
    stop: () => new Promise<void>((resolve) => server.close(() => resolve())),
  }
}

async function collect(stream: AsyncIterable<Buffer>): Promise<Buffer> {
  const chunks: Buffer[] = []
  for await (const chunk of stream) chunks.push(chunk)
  return Buffer.concat(chunks)
}
