'use client'

import { ShoppingBag } from 'lucide-react'
import Link from 'next/link'
import { useEffect, useState } from 'react'
import { mayHaveCart, onCartCount } from './cart-count'

async function fetchCount(signal: AbortSignal): Promise<number | null> {
  try {
    const response = await fetch('/api/cart', { cache: 'no-store', signal })
    if (!response.ok) return null
    const body: unknown = await response.json()
    return typeof body === 'object' && body !== null && 'count' in body && typeof body.count === 'number'
      ? body.count
      : null
  } catch {
    // Without an answer the link shows no count; the cart page itself always tells the truth.
    return null
  }
}

export function CartLink() {
  const [count, setCount] = useState(0)

  useEffect(() => {
    const controller = new AbortController()
    const ask = async () => {
      if (!mayHaveCart()) return setCount(0)
      const fresh = await fetchCount(controller.signal)
      if (fresh !== null) setCount(fresh)
    }
    // A page that comes back from the browser's memory shows what was true when it left.
    const onPageShow = (event: PageTransitionEvent) => {
      if (event.persisted) void ask()
    }
    void ask()
    const stopListening = onCartCount(setCount)
    window.addEventListener('pageshow', onPageShow)
    return () => {
      controller.abort()
      stopListening()
      window.removeEventListener('pageshow', onPageShow)
    }
  }, [])

  return (
    <Link
      href="/cart"
      prefetch={false}
      className="-mr-3 flex min-h-11 shrink-0 items-center gap-2.5 rounded-md px-3 font-medium text-sm transition-colors hover:bg-sunken"
    >
      <span className="relative">
        <ShoppingBag aria-hidden strokeWidth={1.5} className="size-6" />
        {count > 0 && (
          <span className="absolute -top-1.5 -right-2 grid min-w-5 place-items-center rounded-full bg-ink px-1 font-semibold text-paper text-xs tabular-nums leading-5 ring-2 ring-paper">
            {count}
            <span className="sr-only"> {count === 1 ? 'item' : 'items'} in</span>
          </span>
        )}
      </span>
      Cart
    </Link>
  )
}
