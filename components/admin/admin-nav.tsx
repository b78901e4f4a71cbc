'use client'

import Link from 'next/link'
import { usePathname } from 'next/navigation'
import { cn } from '@/components/ui/class-names'

const places = [
  { href: '/admin/orders', name: 'Orders' },
  { href: '/admin/subscriptions', name: 'Subscriptions' },
  { href: '/admin/rescue', name: 'Rescue' },
  { href: '/admin/products', name: 'Products' },
  { href: '/admin/catalogue', name: 'Catalogue' },
  { href: '/admin/mails', name: 'Mails' },
  { href: '/admin/webhooks', name: 'Webhooks' },
  { href: '/admin/money', name: 'Money' },
  { href: '/admin/providers', name: 'Providers' },
] as const

export function AdminNav({ rescueCount }: { rescueCount: number }) {
  const path = usePathname()
  return (
    <nav aria-label="Back office" className="order-last w-full md:order-none md:w-auto">
      <ul className="-mx-2 flex flex-wrap gap-x-1">
        {places.map(({ href, name }) => {
          const isHere = path === href || path.startsWith(`${href}/`)
          return (
            <li key={href}>
              <Link
                href={href}
                prefetch={false}
                aria-current={isHere ? 'page' : undefined}
                className={cn(
                  'block border-transparent border-b-2 px-2 py-1.5 font-medium text-muted hover:text-ink',
                  isHere && 'border-accent text-ink',
                )}
              >
                {name}
                {href === '/admin/rescue' && rescueCount > 0 && <RescueCount count={rescueCount} />}
              </Link>
            </li>
          )
        })}
      </ul>
    </nav>
  )
}

function RescueCount({ count }: { count: number }) {
  return (
    <span className="ml-1.5 rounded-full border border-bad/35 bg-bad-soft px-1.5 text-bad text-xs tabular-nums">
      {count}
      <span className="sr-only"> need you</span>
    </span>
  )
}
