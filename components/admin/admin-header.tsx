import { ExternalLink, FlaskConical, LogOut } from 'lucide-react'
import Link from 'next/link'
import { AdminNav } from './admin-nav'
import { SubmitButton } from './submit-button'

type AdminHeaderProps = {
  shopName: string
  merchantName: string
  isTestMode: boolean
  /** How much needs a person. */
  rescueCount: number
  signOutAction: () => Promise<void>
}

export function AdminHeader({ shopName, merchantName, isTestMode, rescueCount, signOutAction }: AdminHeaderProps) {
  return (
    <header className="border-line border-b bg-surface text-sm">
      {isTestMode && (
        <p className="flex items-center justify-center gap-2 border-warn/35 border-b bg-warn-soft px-4 py-1 text-center text-xs">
          <FlaskConical aria-hidden strokeWidth={1.5} className="size-4 shrink-0 text-warn" />
          <span>
            <strong className="font-semibold">Test mode.</strong> Payments here move no real money.
          </span>
        </p>
      )}
      <div className="mx-auto flex w-full max-w-[96rem] flex-wrap items-center gap-x-6 gap-y-1 px-4 py-2 md:px-6">
        <Link href="/admin/orders" className="font-display text-lg">
          {shopName}
        </Link>
        <AdminNav rescueCount={rescueCount} />
        <div className="ml-auto flex items-center gap-3">
          <a href="/" className="flex items-center gap-1.5 px-1 py-1.5 text-muted hover:text-ink">
            <ExternalLink aria-hidden strokeWidth={1.5} className="size-4" />
            Shop
          </a>
          <span className="hidden max-w-48 truncate text-muted sm:inline" title="Signed in">
            {merchantName}
          </span>
          <form action={signOutAction}>
            <SubmitButton look="quiet" size="small">
              <LogOut aria-hidden strokeWidth={1.5} />
              Sign out
            </SubmitButton>
          </form>
        </div>
      </div>
    </header>
  )
}
