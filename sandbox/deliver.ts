import http from 'node:http'
import https from 'node:https'

type Parcel = { url: string; headers: Record<string, string>; body: string; timeoutMs: number }
export type Outcome = { status: number | null; error: string | null; responseBody: string; durationMs: number }
export type Courier = { send(parcel: Parcel): Promise<Outcome>; stop(): void }

const MAX_ANSWER_BYTES = 16 * 1024
const MAX_SOCKETS = 1000

/** Sends a request exactly once: no retry, no redirect followed, cut off when its time is over. */
export function createCourier(): Courier {
  const options = { keepAlive: true, maxSockets: MAX_SOCKETS, maxFreeSockets: 64 }
  const plain = new http.Agent(options)
  const secure = new https.Agent(options)
  return {
    send(parcel) {
      const target = new URL(parcel.url)
      const isSecure = target.protocol === 'https:'
      const start = isSecure ? https.request : http.request
      return attempt(parcel, (onResponse) =>
        start(target, { method: 'POST', headers: headersOf(parcel), agent: isSecure ? secure : plain }, onResponse),
      )
    },
    stop() {
      plain.destroy()
      secure.destroy()
    },
  }
}

function headersOf(parcel: Parcel): Record<string, string> {
  return { ...parcel.headers, 'content-length': String(Buffer.byteLength(parcel.body)) }
}

type Start = (onResponse: (response: http.IncomingMessage) => void) => http.ClientRequest

function attempt(parcel: Parcel, start: Start): Promise<Outcome> {
  const startedAt = performance.now()
  return new Promise((resolve) => {
    const answer: { status: number | null; text: string } = { status: null, text: '' }
    const finish = (error: string | null) => {
      clearTimeout(timer)
      const durationMs = Math.round(performance.now() - startedAt)
      resolve({ status: answer.status, error, responseBody: answer.text, durationMs })
    }
    const request = start((response) => {
      answer.status = response.statusCode ?? null
      response.setEncoding('utf8')
      response.on('data', (part: string) => {
        if (answer.text.length < MAX_ANSWER_BYTES) answer.text += part
      })
      response.on('end', () => finish(null))
      response.on('error', (error) => finish(error.message))
    })
    const timer = setTimeout(() => {
      finish(`no complete answer within ${parcel.timeoutMs} ms, cut off`)
      request.destroy()
    }, parcel.timeoutMs)
    request.on('error', (error) => finish(error.message || 'connection failed'))
    request.end(parcel.body)
  })
}
