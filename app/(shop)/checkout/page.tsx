import type { Metadata } from 'next'
import { headers } from 'next/headers'
import { redirect } from 'next/navigation'
import { CheckoutForm } from '@/components/checkout/checkout-form'
import { guessCountry, listCountries } from '@/components/checkout/countries'
import { OrderSummary } from '@/components/checkout/order-summary'
import { PayDisabled } from '@/components/checkout/pay-disabled'
import { Money } from '@/components/ui/money'
import { readCartToken } from '@/lib/cart/cart-cookie'
import { readCheckoutOffer } from '@/lib/checkout/queries'
import { formatMoney } from '@/lib/shared/money'
import { startCheckoutAction } from './actions'

export const instant = false

export const metadata: Metadata = { title: 'Checkout', robots: { index: false, follow: false } }

export default async function CheckoutPage() {
  const offer = await readCheckoutOffer(await readCartToken())
  if (!offer || offer.cart.hasProblem) redirect('/cart')
  const { cart, shipsSomething, providers } = offer
  const [provider, ...others] = providers
  const { currency, subtotalMinor: amountMinor } = cart
  const plan = cart.lines.find((line) => line.plan)
  return (
    <div className="grid gap-8">
      <h1 className="text-3xl">Checkout</h1>
      <div className="grid gap-10 lg:grid-cols-[minmax(0,1fr)_24rem] lg:gap-16">
        {provider ? (
          <CheckoutForm
            action={startCheckoutAction}
            shipsSomething={shipsSomething}
            providers={providers}
            countries={shipsSomething ? listCountries() : []}
            country={guessCountry((await headers()).get('accept-language'))}
            amount={formatMoney({ amountMinor, currency }) + (amountMinor === 0 ? ' today' : '')}
          >
            <p className="flex items-baseline justify-between gap-4">
              <span className="text-lg">{plan ? 'Total today' : 'Total'}</span>
              <Money amountMinor={amountMinor} currency={currency} className="font-display text-2xl" />
            </p>
            {plan && <p>{plan.optionsText}. You can cancel at any time.</p>}
            <p className="text-muted text-sm">
              {others.length === 0 && `${provider.tax} `}You pay there and come back here; we never see your card.
            </p>
          </CheckoutForm>
        ) : (
          <PayDisabled />
        )}
        <OrderSummary cart={cart} />
      </div>
    </div>
  )
}
