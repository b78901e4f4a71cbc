import { createServer } from 'node:https'
import { type AddressInfo, connect, type Socket } from 'node:net'
import { Worker } from 'node:worker_threads'
import { expect, it } from 'vitest'
import { requestJson } from '@/lib/payments/http'
import { strangersCertificate } from './strangers-certificate'

const ask = (url: string, timeoutMs: number) =>
  requestJson({ method: 'POST', url: new URL(url), headers: {}, body: {}, deadline: AbortSignal.timeout(timeoutMs) })

/** Listens, and then never looks at its connections again: once its queue is full, packets to it vanish. */
const deafListener = `
  const { parentPort } = require('node:worker_threads')
  const server = require('node:net').createServer()
  server.listen({ port: 0, host: '127.0.0.1', backlog: 1 }, () => {
    parentPort.postMessage(server.address().port)
    Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0)
  })`

/** A port of this machine where connections are neither taken nor refused. */
async function openBlackHole() {
  const worker = new Worker(deafListener, { eval: true })
  const port = await new Promise<number>((resolve) => worker.once('message', resolve))
  const sockets: Socket[] = []
  const isTaken = () =>
    new Promise<boolean>((resolve) => {
      const socket = connect(port, '127.0.0.1')
      sockets.push(socket)
      socket.on('error', () => undefined)
      socket.once('connect', () => resolve(true))
      setTimeout(resolve, 300, false)
    })
  while (await isTaken());
  return {
    url: `http://127.0.0.1:${port}/`,
    close: () => {
      for (const socket of sockets) socket.destroy()
      return worker.terminate()
    },
  }
}

it('P03: packets that vanish are given up at the deadline', async () => {
  const hole = await openBlackHole()
  const startedAt = performance.now()
  const answer = await ask(hole.url, 400)
  expect(answer).toMatchObject({ ok: false, error: { code: 'timeout' } })
  expect(performance.now() - startedAt).toBeLessThan(2_000)
  await hole.close()
})

it('P04: a host with a certificate of somebody else is told nothing', async () => {
  const heard: string[] = []
  const server = createServer(strangersCertificate, (request, response) => {
    heard.push(request.url ?? '')
    response.end('{}')
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const answer = await ask(`https://127.0.0.1:${(server.address() as AddressInfo).port}/`, 3_000)
  expect(answer).toMatchObject({ ok: false, error: { code: 'unreachable' } })
  expect(heard).toEqual([])
  server.close()
})
