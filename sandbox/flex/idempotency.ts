import { createHash } from 'node:crypto'
import { json, Refusal, type Reply, type SandboxRequest } from '../exchange'
import { answerRefusal } from './errors'
import type { World } from './world'

/** Gives the first answer again for the same Idempotency-Key; another body under it is refused. */
export function createMemory(world: World) {
  return (request: SandboxRequest, work: () => Reply): Reply => {
    const key = request.headers['idempotency-key']
    if (request.method === 'GET' || typeof key !== 'string' || world.switches.values.idempotency === 'ignored')
      return work()
    const id = sha256(`${request.headers.authorization} ${request.method} ${request.path} ${key}`)
    const bodyHash = sha256(request.body)
    const known = world.books.answers.get(id)
    if (known && known.bodyHash !== bodyHash)
      throw new Refusal(400, 'idempotency_key_reused', 'This Idempotency-Key was used with another body.')
    if (known) return { ...json(known.status, {}), body: known.body, note: 'given again for the same Idempotency-Key' }
    const reply = withoutThrowing(world, work)
    if (reply.status < 500) world.books.answers.put({ _id: id, bodyHash, status: reply.status, body: reply.body ?? '' })
    return reply
  }
}

function withoutThrowing(world: World, work: () => Reply): Reply {
  try {
    return work()
  } catch (error) {
    if (error instanceof Refusal) return answerRefusal(world.switches.values.error_shape, error)
    throw error
  }
}

const sha256 = (text: string) => createHash('sha256').update(text).digest('hex')
