import { ExternalLink } from 'lucide-react'
import type { Metadata } from 'next'
import { notFound } from 'next/navigation'
import { connection } from 'next/server'
import { cache } from 'react'
import { CancelForm } from '@/components/subscription/cancel-form'
import { IntervalList } from '@/components/subscription/interval-list'
import { SubscriptionPill } from '@/components/subscription/subscription-pill'
import { tellSubscription } from '@/components/subscription/subscription-story'
import { Alert } from '@/components/ui/alert'
import { buttonStyles } from '@/components/ui/button'
import { Picture } from '@/components/ui/picture'
import { env } from '@/lib/env'
import { readBuyerToken } from '@/lib/orders/buyer-cookie'
import { canBeCancelled, type ShopperSubscription } from '@/lib/subscriptions/model'
import { findShopperSubscription } from '@/lib/subscriptions/shopper-queries'
import { cancelSubscriptionAction } from './actions'
import { cancelAnswers } from './answers'

export const instant = false

type PageProps = {
  params: Promise<{ token: string }>
  searchParams: Promise<Record<string, string | string[] | undefined>>
}

const find = cache(async (token: string) => {
  await connection()
  return findShopperSubscription(token, await readBuyerToken())
})

export async function generateMetadata({ params }: Pick<PageProps, 'params'>): Promise<Metadata> {
  const subscription = await find((await params).token)
  return {
    title: subscription ? `Subscription: ${subscription.productName}` : 'No such subscription',
    robots: { index: false, follow: false },
    referrer: 'no-referrer',
  }
}

function dayWriter(timeZone: string) {
  const format = new Intl.DateTimeFormat('en-US', { year: 'numeric', month: 'long', day: 'numeric', timeZone })
  return (moment: Date) => format.format(moment)
}

export default async function SubscriptionPage({ params, searchParams }: PageProps) {
  const { token } = await params
  const subscription = await find(token)
  if (!subscription) notFound()
  const answer = cancelAnswers[String((await searchParams).outcome)]
  const day = dayWriter(env().SHOP_TIMEZONE)
  const story = tellSubscription(subscription, day)
  return (
    <div className="mx-auto grid max-w-3xl gap-8">
      <header className="grid gap-4">
        <p className="flex flex-wrap items-center gap-3 text-muted">
          {subscription.imageSrc && (
            <Picture src={subscription.imageSrc} alt="" width={56} height={56} className="size-14 rounded-md" />
          )}
          {subscription.productName} <SubscriptionPill {...subscription} />
        </p>
        <h1 className="text-2xl sm:text-3xl">{story.headline}</h1>
        {story.paragraphs.map((paragraph) => (
          <p key={paragraph} className="max-w-prose text-lg">
            {paragraph}
          </p>
        ))}
      </header>
      <div role="status" className="empty:hidden">
        {answer && <Alert tone={answer.tone}>{answer.text}</Alert>}
      </div>
      <Doings token={token} subscription={subscription} day={day} />
      <IntervalList orders={subscription.orders} currency={subscription.currency} day={day} />
    </div>
  )
}

type DoingsProps = { token: string; subscription: ShopperSubscription; day: (moment: Date) => string }

/** What its subscriber can do; others are told where the way in is. */
function Doings({ token, subscription, day }: DoingsProps) {
  const { isTheirs, email, portalUrl, currentPeriodEnd } = subscription
  if (!isTheirs) {
    return <p>To cancel it or change the card, please use the link in one of the mails that we sent to {email}.</p>
  }
  return (
    <div className="grid gap-4 empty:hidden">
      {portalUrl && subscription.state !== 'cancelled' && (
        <p>
          <a
            href={portalUrl}
            rel="noreferrer"
            className={buttonStyles({ look: subscription.state === 'past_due' ? 'primary' : 'secondary' })}
          >
            Change the card or see invoices
            <ExternalLink aria-hidden strokeWidth={1.5} />
            <span className="sr-only"> (at the payment company)</span>
          </a>
        </p>
      )}
      {canBeCancelled(subscription) && (
        <CancelForm token={token} until={currentPeriodEnd && day(currentPeriodEnd)} action={cancelSubscriptionAction} />
      )}
    </div>
  )
}
