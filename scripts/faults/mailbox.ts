import { once } from 'node:events'
import type { AddressInfo } from 'node:net'
import { text } from 'node:stream/consumers'
import { SMTPServer } from 'smtp-server'

const receiptIn = (source: string) => /^Subject: Receipt for order (\d+)/m.exec(source)?.[1] ?? null

/** A mail server that counts what it accepted for each order, can be away, and can wait before its word. */
export async function openMailbox() {
  const subjects: string[] = []
  let isAway = false
  let beforeAccepting: ((source: string) => Promise<void>) | null = null
  const server = new SMTPServer({
    authOptional: true,
    disabledCommands: ['STARTTLS'],
    onConnect: (_session, done) => done(isAway ? new Error('The mail server is away.') : undefined),
    onData(stream, _session, done) {
      text(stream)
        .then(async (source) => {
          await beforeAccepting?.(source)
          subjects.push(/^Subject: (.*)$/m.exec(source)?.[1] ?? '')
        })
        .then(() => done(), done)
    },
  })
  server.on('error', () => undefined)
  server.listen(0, '127.0.0.1')
  await once(server.server, 'listening')
  return {
    url: `smtp://127.0.0.1:${(server.server.address() as AddressInfo).port}`,
    subjects,
    setAway: (away: boolean) => {
      isAway = away
    },
    /** Runs once, for the receipt of the order, when its text has come and before it is accepted. */
    beforeAccepting: (orderNumber: number, work: () => Promise<void>) => {
      beforeAccepting = async (source) => {
        if (receiptIn(source) !== String(orderNumber)) return
        beforeAccepting = null
        await work()
      }
    },
    stop: () => new Promise<void>((resolve) => server.close(() => resolve())),
  }
}
