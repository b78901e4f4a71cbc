'use client'

import { useEffect, useRef, useState } from 'react'
import { Alert } from '@/components/ui/alert'
import { type Cart, type CartActionState, type CartMessage, cartErrorText, cartNoticeTexts } from '@/lib/cart/model'
import { formatMoney } from '@/lib/shared/money'

type CartNoticeProps = { cart: Cart | null; arrivalMessage: CartMessage | null; states: CartActionState[] }

/** Says what became of the last change and what the cart comes to now, and has it read out. */
export function CartNotice({ cart, arrivalMessage, states }: CartNoticeProps) {
  const region = useRef<HTMLDivElement>(null)
  const message = useNewestMessage(states) ?? arrivalMessage
  const lineCount = cart?.lines.length ?? 0
  const lineCountBefore = useRef(lineCount)

  useEffect(() => {
    // The button that was pressed went away with its line.
    if (lineCount < lineCountBefore.current) region.current?.focus()
    lineCountBefore.current = lineCount
  }, [lineCount])

  return (
    <div ref={region} role="status" tabIndex={-1}>
      {message && <Alert tone={'notice' in message ? 'good' : 'warn'} title={textOf(message, cart)} className="mb-6" />}
    </div>
  )
}

/** Of several action states, the message of the one that answered last. */
function useNewestMessage(states: CartActionState[]): CartMessage | null {
  const [seen, setSeen] = useState({
    sequences: states.map((state) => state.sequence),
    message: null as CartMessage | null,
  })
  const changed = states.find((state, index) => state.sequence !== seen.sequences[index])
  if (changed) setSeen({ sequences: states.map((state) => state.sequence), message: changed.message })
  return changed ? changed.message : seen.message
}

function textOf(message: CartMessage, cart: Cart | null): string {
  if ('problem' in message) return cartErrorText(message.problem)
  if (!cart || cart.itemCount === 0) return cartNoticeTexts[message.notice]
  const total = formatMoney({ amountMinor: cart.subtotalMinor, currency: cart.currency })
  return `${cartNoticeTexts[message.notice]} Your cart now comes to ${total}.`
}
