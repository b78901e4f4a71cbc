import type { JsonObject } from '../exchange'
import { toMajor } from '../money'
import { announce } from './announce'
import type { Membership } from './model'
import type { World } from './world'

export const portalUrlOf = (world: World, { offerId, _id }: Membership): string =>
  `${world.origin()}/portal/${offerId}/${_id}`

const card = { id: 'pm_sandbox', type: 'card', brand: 'visa', last4: '4242', expMonth: 12, expYear: 2030 }

function commonBody(world: World, membership: Membership): JsonObject {
  const { values } = world.switches
  const { status } = membership
  const correlation = {
    ...(membership.clientReferenceId === null ? {} : { clientReferenceId: membership.clientReferenceId }),
    ...(values.webhook_metadata === 'on' ? { metadata: membership.metadata } : {}),
  }
  if (values.subscription_form === 'older')
    return {
      subscriptionCustomer: { id: membership._id, buyerEmail: membership.buyerEmail },
      subscription: { id: membership.offerId },
      ...correlation,
    }
  return {
    subscription: { id: membership.offerId, customerId: membership.customerId },
    subscriptionCustomer: {
      id: membership._id,
      status,
      active: status === 'active' || status === 'trialing' || status === 'paused',
      cancelAtPeriodEnd: membership.cancelAtPeriodEnd,
      paused: status === 'paused',
    },
    customer: { email: membership.buyerEmail, firstName: membership.firstName, lastName: membership.lastName },
    status,
    paymentMethod: status === 'canceled' ? null : card,
    portalUrl: portalUrlOf(world, membership),
    subscriptionCustomerId: membership._id,
    ...correlation,
  }
}

/** Tells of a membership; with `amountMinor` as an invoice, which carries neither an id of its own nor its period. */
export async function tell(world: World, membership: Membership, event: string, amountMinor?: number): Promise<void> {
  const { currency, testMode } = membership
  const offsetMinor = world.switches.values.amount_offset_minor
  const told = (minor: number) => (world.switches.values.invoice_unit === 'minor' ? minor : toMajor(minor, currency))
  const money =
    amountMinor === undefined ? {} : { amount: told(amountMinor + offsetMinor), currency: currency.toLowerCase() }
  await announce(world, { event, testMode, body: { event, ...commonBody(world, membership), ...money } })
}

/** An invoice that was paid, under the name or names that are switched on. */
export async function tellPaid(world: World, membership: Membership, amountMinor: number): Promise<void> {
  const { invoice_events: names } = world.switches.values
  await tell(world, membership, 'invoice.created', amountMinor)
  if (names !== 'payment_succeeded') await tell(world, membership, 'invoice.paid', amountMinor)
  if (names !== 'paid') await tell(world, membership, 'invoice.payment_succeeded', amountMinor)
}
