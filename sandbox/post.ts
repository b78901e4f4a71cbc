import { setTimeout as wait } from 'node:timers/promises'
import type { DELIVERY_SWITCHES } from './common-switches'
import type { Switches, ValuesOf } from './switches'

/** A delivery that an honest endpoint has to refuse. */
export type Forgery = 'wrong_secret' | 'unsigned' | 'tampered'

export type Parcel = {
  /** One attempt, or several where the provider tries again; a forged one is never tried again. */
  send(forgery?: Forgery): Promise<unknown>
  /** Says in the log why nothing was sent. */
  noteUnsent(note: string): void
}

export type Post = {
  /** Sends under the switches that lose, delay, double, hold or forge. Resolves when all attempts are over. */
  deliver(parcel: Parcel): Promise<void>
  forget(): void
}

type Means = { switches: Switches<ValuesOf<typeof DELIVERY_SWITCHES>>; stopping: AbortSignal }

export function createPost({ switches, stopping }: Means): Post {
  const held: (() => Promise<void>)[] = []

  const releaseHeld = async () => {
    for (const send of held.splice(0)) await send()
  }
  const sendCopies = async (parcel: Parcel) => {
    const { webhook_forge: forgery, webhook_copies: copies, webhook_copies_apart_ms: apartMs } = switches.values
    if (forgery !== 'none') await parcel.send(forgery)
    const attempts: Promise<unknown>[] = []
    for (let copy = 0; copy < copies; copy += 1) {
      if (copy > 0 && !(await pause(stopping, apartMs))) break
      attempts.push(parcel.send())
    }
    await Promise.all(attempts)
  }

  switches.onChange(() => {
    if (switches.values.webhook_reorder === 'off') void releaseHeld()
  })
  return {
    async deliver(parcel) {
      if (switches.hits('webhook_drop')) {
        parcel.noteUnsent('lost on purpose (webhook_drop), never sent')
        return
      }
      if (!(await pause(stopping, switches.values.webhook_delay_ms))) return
      if (switches.values.webhook_reorder === 'on' && held.length === 0) {
        held.push(() => sendCopies(parcel))
        parcel.noteUnsent('held until the next webhook has gone (webhook_reorder)')
        return
      }
      await sendCopies(parcel)
      await releaseHeld()
    },
    forget() {
      held.length = 0
    },
  }
}

/** False when the sandbox stopped meanwhile. */
async function pause(stopping: AbortSignal, ms: number): Promise<boolean> {
  if (ms > 0) await wait(ms, undefined, { signal: stopping }).catch(() => undefined)
  return !stopping.aborted
}
