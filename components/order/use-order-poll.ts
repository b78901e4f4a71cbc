'use client'

import { useEffect, useEffectEvent, useState } from 'react'
import type { OrderStatus } from '@/lib/orders/model'
import { askProviderAfterMs, delayBeforeBeatMs, isSettled, type WaitPhase, waitPhase } from './poll-schedule'

type Poll = { token: string; status: OrderStatus; onChange: () => void }

type Answer = { status: OrderStatus } | { retryAfterMs: number } | { gone: true } | null

async function ask(token: string, waitedMs: number, signal: AbortSignal): Promise<Answer> {
  const asksProvider = waitedMs >= askProviderAfterMs
  const url = `/api/orders/${token}/${asksProvider ? 'check' : 'status'}`
  try {
    const response = await fetch(url, { method: asksProvider ? 'POST' : 'GET', cache: 'no-store', signal })
    if (response.status === 404) return { gone: true }
    if (response.ok) return (await response.json()) as { status: OrderStatus }
    return { retryAfterMs: Number(response.headers.get('Retry-After') ?? 0) * 1_000 }
  } catch {
    // Offline or leaving the page: the next beat tries again.
    return null
  }
}

/**
 * Asks for the order's status, quickly at first and then ever more slowly, while it waits for a payment; pauses in a
 * hidden tab. Returns how long it has been waiting, in words' terms.
 */
export function useOrderPoll({ token, status, onChange }: Poll): WaitPhase {
  const [phase, setPhase] = useState<WaitPhase>('fresh')
  const settled = isSettled(status)
  const changed = useEffectEvent((seen: OrderStatus) => {
    if (seen !== status) onChange()
  })

  useEffect(() => {
    if (settled) return
    const startedMs = performance.now()
    const leaving = new AbortController()
    let beat = 0
    let timer: ReturnType<typeof setTimeout> | undefined

    function plan(leastMs = 0) {
      clearTimeout(timer)
      const now = waitPhase(performance.now() - startedMs)
      setPhase(now)
      if (now === 'stopped' || document.hidden || leaving.signal.aborted) return
      timer = setTimeout(poll, Math.max(leastMs, delayBeforeBeatMs(beat, Math.random)))
      beat += 1
    }

    async function poll() {
      const answer = await ask(token, performance.now() - startedMs, leaving.signal)
      if (answer && 'gone' in answer) return
      if (answer && 'status' in answer) changed(answer.status)
      plan(answer && 'retryAfterMs' in answer ? answer.retryAfterMs : 0)
    }

    function resume() {
      clearTimeout(timer)
      if (document.hidden) return
      beat = 0
      plan()
    }

    plan()
    document.addEventListener('visibilitychange', resume)
    return () => {
      leaving.abort()
      clearTimeout(timer)
      document.removeEventListener('visibilitychange', resume)
    }
  }, [token, settled])

  return phase
}
