'use client'

import Link from 'next/link'
import { usePathname } from 'next/navigation'
import { cn } from '@/components/ui/class-names'

export function NavLink({ href, children }: { href: string; children: string }) {
  const isHere = usePathname() === href
  return (
    <Link
      href={href}
      aria-current={isHere ? 'page' : undefined}
      className={cn(
        'whitespace-nowrap border-transparent border-b-2 py-1 text-sm transition-colors hover:border-line-strong',
        isHere && 'border-thread',
      )}
    >
      {children}
    </Link>
  )
}
