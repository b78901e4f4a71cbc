import type { Metadata } from 'next'
import type { ReactNode } from 'react'
import { signOutAction } from '@/app/sign-in/actions'
import { AdminHeader } from '@/components/admin/admin-header'
import { WebhookBanner } from '@/components/admin/webhook-banner'
import { requireMerchant } from '@/lib/auth/require-merchant'
import { env } from '@/lib/env'
import { activeMode } from '@/lib/payments/registry'
import { readAttention } from './attention'

export const instant = false

export const metadata: Metadata = {
  title: { template: '%s · Back office', default: 'Back office' },
  robots: { index: false, follow: false },
}

export default async function AdminLayout({ children }: { children: ReactNode }) {
  const merchant = await requireMerchant()
  const { items, webhooks } = await readAttention()
  return (
    <>
      <a
        href="#content"
        className="sr-only focus:not-sr-only focus:absolute focus:z-50 focus:m-2 focus:rounded-md focus:bg-surface focus:p-3"
      >
        Skip to content
      </a>
      <AdminHeader
        shopName={env().SHOP_NAME}
        merchantName={merchant.name}
        isTestMode={activeMode() === 'test'}
        rescueCount={items.length}
        signOutAction={signOutAction}
      />
      <main
        id="content"
        tabIndex={-1}
        className="mx-auto grid w-full max-w-[96rem] grid-cols-[minmax(0,1fr)] gap-5 px-4 py-5 text-sm md:px-6"
      >
        {webhooks.map(
          ({ provider, verdict }) => verdict.state !== 'well' && <WebhookBanner key={provider} {...verdict} />,
        )}
        {children}
      </main>
    </>
  )
}
