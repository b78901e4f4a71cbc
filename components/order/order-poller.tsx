'use client'

import { useRouter } from 'next/navigation'
import { type ReactNode, useEffect, useRef, useState, useSyncExternalStore } from 'react'
import { Button } from '@/components/ui/button'
import { Spinner } from '@/components/ui/spinner'
import type { OrderStatus } from '@/lib/orders/model'
import { isSettled, type WaitPhase } from './poll-schedule'
import { useOrderPoll } from './use-order-poll'

type OrderPollerProps = {
  token: string
  status: OrderStatus
  /** Said aloud when the status has changed. */
  headline: string
  /** Where the receipt goes; masked unless the browser owns the order. */
  email: string
  /** Whom to write to when nothing was heard for long. */
  contact: ReactNode
}

/** Keeps a waiting order's page true: asks for its status, shows the change, says it aloud. */
export function OrderPoller({ token, status, headline, email, contact }: OrderPollerProps) {
  const router = useRouter()
  const phase = useOrderPoll({ token, status, onChange: () => router.refresh() })
  const announcement = useChangeOf(status, headline)
  return (
    <>
      <p role="status" className="sr-only">
        {announcement}
      </p>
      {!isSettled(status) && (
        <Waiting token={token} phase={phase} email={email} contact={contact} isPending={isPending(status)} />
      )}
    </>
  )
}

const neverChanges = () => () => {}

const isPending = (status: OrderStatus) => status === 'awaiting_payment' || status === 'partly_paid'

/** The headline, once the status is another than the page was opened with; empty before. */
function useChangeOf(status: OrderStatus, headline: string): string {
  const seen = useRef(status)
  const [announcement, setAnnouncement] = useState('')
  useEffect(() => {
    if (seen.current === status) return
    seen.current = status
    setAnnouncement(headline)
  }, [status, headline])
  return announcement
}

type WaitingProps = { token: string; phase: WaitPhase; email: string; contact: ReactNode; isPending: boolean }

function Waiting({ token, phase, email, contact, isPending }: WaitingProps) {
  const hydrated = useSyncExternalStore(
    neverChanges,
    () => true,
    () => false,
  )
  return (
    <>
      <div role="status">
        {hydrated && phase !== 'stopped' && isPending && (
          <p className="mt-4 flex items-center gap-2 text-muted text-sm">
            <Spinner className="size-4" />
            This page changes by itself.
          </p>
        )}
        {phase === 'long' && isPending && (
          <p className="mt-4">
            This takes longer than usual. You can close this page, we will e-mail you at {email} as soon as your payment
            is confirmed.
          </p>
        )}
        {phase === 'stopped' && (
          <p className="mt-4">
            We have not heard of a payment yet, and this page has stopped asking. You can close it: if one arrives, we
            will e-mail you at {email}. {contact}
          </p>
        )}
      </div>
      {phase === 'stopped' && <CheckAgain token={token} />}
      <noscript>
        <p className="mt-4">
          Reload this page to see where the order stands. You can also close it, we will e-mail you at {email}.
        </p>
        <CheckAgain token={token} />
      </noscript>
    </>
  )
}

function CheckAgain({ token }: { token: string }) {
  return (
    <form method="post" action={`/api/orders/${token}/check`} className="mt-4">
      <Button type="submit">Check again</Button>
    </form>
  )
}
