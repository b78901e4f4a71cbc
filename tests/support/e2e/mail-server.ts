import { createServer } from 'node:http'
import type { AddressInfo, Server } from 'node:net'
import { text } from 'node:stream/consumers'
import { SMTPServer } from 'smtp-server'

function listen(server: Server): Promise<number> {
  return new Promise((resolve) => {
    server.listen(0, '127.0.0.1', () => resolve((server.address() as AddressInfo).port))
  })
}

/** A mail server that takes every mail, and a page that lists their sources, oldest first, as JSON. */
export async function startMailServer() {
  const sources: string[] = []
  const smtp = new SMTPServer({
    disabledCommands: ['AUTH', 'STARTTLS'],
    onData: (stream, _session, done) => {
      text(stream).then(
        (source) => {
          sources.push(source)
          done()
        },
        (error: Error) => done(error),
      )
    },
  })
  const list = createServer((_request, response) => {
    response.setHeader('content-type', 'application/json')
    response.end(JSON.stringify(sources))
  })
  const smtpPort = await listen(smtp.server)
  const listPort = await listen(list)
  return {
    smtpUrl: `smtp://127.0.0.1:${smtpPort}`,
    listUrl: `http://127.0.0.1:${listPort}`,
    stop: () => {
      list.close()
      smtp.close()
    },
  }
}
