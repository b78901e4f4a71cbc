'use client'

import { useEffect, useRef } from 'react'
import { announceCartCount } from '@/components/layout/cart-count'
import { Alert } from '@/components/ui/alert'

type CartNoticeProps = {
  /** What just happened, or null on a plain visit. */
  message: { tone: 'good' | 'warn'; text: string } | null
  itemCount: number
  /** True when what had the focus is gone, as after removing a line. */
  takesFocus: boolean
}

/** Says what became of the last change, reads it out, and tells the header the new count. */
export function CartNotice({ message, itemCount, takesFocus }: CartNoticeProps) {
  const region = useRef<HTMLDivElement>(null)
  const text = message?.text

  useEffect(() => announceCartCount(itemCount), [itemCount])
  useEffect(() => {
    if (takesFocus && text) region.current?.focus()
  }, [takesFocus, text])

  return (
    <div ref={region} role="status" tabIndex={-1}>
      {message && <Alert tone={message.tone} title={message.text} className="mb-6" />}
    </div>
  )
}
